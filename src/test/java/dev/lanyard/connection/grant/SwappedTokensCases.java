package dev.lanyard.connection.grant;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.support.Owner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever can write to the database cannot hand one connection's tokens to another. */
public abstract class SwappedTokensCases {
    private static final String EXPIRE =
            """
            UPDATE token_set
            SET issued_at = now() - interval '2 hours', expires_at = now() - interval '1 second'
            WHERE connection_id = ?
            """;

    @Test
    void refusesTokensThatWereSwappedBetweenTwoRowsOfATenant() {
        Connected one = Connected.at(GRACE);
        Connected two = Connected.on(one.journey(), "u2");
        one.accessToken();

        swap("access_token", one, two);
        swap("refresh_token", one, two);

        refusesAndPresentsNothing(one);
        refusesAndPresentsNothing(two);
    }

    @Test
    void refusesATokenMovedToAnotherColumnOfItsRow() {
        Connected connection = Connected.at(GRACE);

        Owner.execute(
                "UPDATE token_set SET access_token = refresh_token WHERE connection_id = ?",
                connection.id());

        awaitRefusal(connection);
    }

    @Test
    void refusesTokensOfAnotherTenant() {
        Connected one = Connected.at(GRACE);
        Connected other = Connected.at(GRACE);

        swap("access_token", one, other);
        swap("refresh_token", one, other);

        refusesAndPresentsNothing(one);
        refusesAndPresentsNothing(other);
    }

    @Test
    void refusesATokenOfWhichOneBitWasChanged() {
        Connected connection = Connected.at(GRACE);

        Owner.execute(
                """
                UPDATE token_set SET
                  access_token = set_bit(access_token, 8 * octet_length(access_token) - 1,
                      1 - get_bit(access_token, 8 * octet_length(access_token) - 1)),
                  refresh_token = set_bit(refresh_token, 8 * octet_length(refresh_token) - 1,
                      1 - get_bit(refresh_token, 8 * octet_length(refresh_token) - 1))
                WHERE connection_id = ?
                """,
                connection.id());

        refusesAndPresentsNothing(connection);
    }

    private static void refusesAndPresentsNothing(Connected connection) {
        awaitRefusal(connection);
        Owner.execute(EXPIRE, connection.id());
        awaitRefusal(connection);
        assertThat(connection.presentations()).isZero();
    }

    /** What somebody else writes is heard of within a second (ADR 14). */
    private static void awaitRefusal(Connected connection) {
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () ->
                                connection
                                        .token()
                                        .then()
                                        .statusCode(503)
                                        .body("code", equalTo("unavailable")));
    }

    private void swap(String column, Connected one, Connected two) {
        Owner.execute(
                """
                UPDATE token_set t SET %1$s = other.%1$s FROM token_set other
                WHERE t.connection_id IN (?, ?) AND other.connection_id IN (?, ?)
                  AND other.connection_id <> t.connection_id
                """
                        .formatted(column),
                one.id(),
                two.id(),
                one.id(),
                two.id());
    }
}
