package dev.lanyard.connection.background;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.TokenVersion;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a refresh asks of the database: docs/operations.md plans by these numbers. */
@QuarkusTest
class RefreshStatementsTest {
    /**
     * In order: the row with its profile, a place, the lease, the new tokens and the place back.
     */
    private static final List<String> OF_A_REFRESH =
            List.of(
                    "profile_client_secret",
                    "UPDATE token_request_place",
                    "UPDATE token_set",
                    "left_place");

    private static final String READ = "t.access_token, t.token_type";

    @Inject DueRefreshes refreshes;

    @Test
    void aRefreshInTheBackgroundIsFourAndOneForItsBudget() {
        Connected connection = refreshedBefore();
        Due due =
                new Due(
                        new TokenVersion(
                                new ConnectionRef(
                                        connection.journey().tenant().id(), connection.id()),
                                connection.row().getLong("version")),
                        connection.journey().profileId(),
                        GRACE,
                        false,
                        false);

        List<String> sent = StatementCount.of(() -> refreshes.work(due));

        assertIn(sent, Stream.concat(Stream.of("budget"), OF_A_REFRESH.stream()).toList());
        assertThat(connection.row().getLong("version")).isEqualTo(3);
    }

    /** What the fast way has read is not read again, nor what the refresh has stored. */
    @Test
    void aRefreshThatACallerWaitsForIsFourAndTheReadBefore() {
        Connected connection = refreshedBefore();
        RequestSpecification api = connection.journey().api();
        connection.expire().notDue();

        List<String> sent = tokenRead(connection, api);

        assertThat(sent).filteredOn(sql -> sql.contains(READ)).hasSizeLessThan(2);
        assertIn(withoutFastRead(sent), OF_A_REFRESH);
    }

    /** Its key is not remembered, so that the fast way cannot be gone. */
    @Test
    void bySureWayItIsFiveAsWell() {
        Connected connection = refreshedBefore();
        RequestSpecification api = Fixtures.bearer(connection.journey().tenant().key());
        connection.expire().notDue();

        List<String> sent = tokenRead(connection, api);

        assertIn(sent, Stream.concat(Stream.of(READ), OF_A_REFRESH.stream()).toList());
    }

    private static List<String> tokenRead(Connected connection, RequestSpecification api) {
        return StatementCount.of(
                api, request -> request.get("/v1/connections/" + connection.id() + "/token"));
    }

    /** It goes over connections of its own, where it is not counted, or over the pool's. */
    private static List<String> withoutFastRead(List<String> sent) {
        return sent.stream().filter(sql -> !sql.contains(READ)).toList();
    }

    /** The first refresh of a profile makes its places, too. */
    private static Connected refreshedBefore() {
        Connected connection = Connected.at(GRACE).expire().notDue();
        connection.token().then().statusCode(200);
        return connection.notDue();
    }

    /** Without the look-ups that 3 seconds' memory spares. */
    private static void assertIn(List<String> sent, List<String> parts) {
        List<String> counted =
                sent.stream()
                        .filter(
                                sql ->
                                        !sql.contains("FROM data_key")
                                                && !sql.contains("FROM api_key"))
                        .toList();

        assertThat(counted).hasSameSizeAs(parts);
        for (int nth = 0; nth < parts.size(); nth++) {
            assertThat(counted.get(nth)).contains(parts.get(nth));
        }
    }
}
