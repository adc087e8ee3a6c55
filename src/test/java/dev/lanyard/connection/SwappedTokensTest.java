package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Whoever can write to the database cannot hand one connection's tokens to another. */
@QuarkusTest
class SwappedTokensTest {
    @Inject Pool pool;

    @Test
    void refusesTokensThatWereSwappedBetweenTwoRowsOfATenant() {
        Connected one = Connected.at(GRACE);
        Connected two = Connected.on(one.journey(), "u2");
        one.accessToken();

        swap("access_token", one, two);
        swap("refresh_token", one, two);

        one.token().then().statusCode(503).body("code", equalTo("unavailable"));
        two.token().then().statusCode(503).body("code", equalTo("unavailable"));
        one.expire().token().then().statusCode(503).body("code", equalTo("unavailable"));
        assertThat(one.presentations()).isZero();
    }

    @Test
    void refusesATokenMovedToAnotherColumnOfItsRow() {
        Connected connection = Connected.at(GRACE);

        connection.sql(
                "UPDATE token_set SET access_token = refresh_token WHERE connection_id = $1");

        connection.token().then().statusCode(503).body("code", equalTo("unavailable"));
    }

    private void swap(String column, Connected one, Connected two) {
        pool.preparedQuery(
                        """
                        UPDATE token_set t SET %1$s = other.%1$s FROM token_set other
                        WHERE t.connection_id IN ($1, $2) AND other.connection_id IN ($1, $2)
                          AND other.connection_id <> t.connection_id
                        """
                                .formatted(column))
                .executeAndAwait(Tuple.of(one.id(), two.id()));
    }
}
