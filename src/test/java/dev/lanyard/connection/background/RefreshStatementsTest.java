package dev.lanyard.connection.background;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.TokenVersion;
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
    /** In order: the row, its profile, a place, the lease, the place back, the new tokens. */
    private static final List<String> OF_A_REFRESH =
            List.of(
                    "FROM token_set",
                    "connector_profile",
                    "UPDATE token_request_place",
                    "UPDATE token_set",
                    "UPDATE token_request_place",
                    "UPDATE token_set");

    @Inject DueRefreshes refreshes;

    @Test
    void aRefreshInTheBackgroundIsSixAndOneForItsBudget() {
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

    /** By the fast way it was asked once before, and the key is remembered. */
    @Test
    void aRefreshThatACallerWaitsForIsSixAndTheReadsBeforeAndAfter() {
        Connected connection = refreshedBefore();
        RequestSpecification api = connection.journey().api();
        connection.expire().notDue();

        List<String> sent =
                StatementCount.of(
                        api,
                        request -> request.get("/v1/connections/" + connection.id() + "/token"));

        String read = "FROM token_set t\nJOIN connection c";
        assertIn(
                sent,
                Stream.of(Stream.of(read), OF_A_REFRESH.stream(), Stream.of(read))
                        .flatMap(part -> part)
                        .toList());
    }

    /** The first refresh of a profile makes its places, too. */
    private static Connected refreshedBefore() {
        Connected connection = Connected.at(GRACE).expire().notDue();
        connection.token().then().statusCode(200);
        return connection.notDue();
    }

    /** Without the look-ups that 3 seconds' memory spares, and the read by the fast way. */
    private static void assertIn(List<String> sent, List<String> parts) {
        List<String> counted =
                sent.stream()
                        .filter(
                                sql ->
                                        !sql.contains("FROM data_key")
                                                && !sql.contains("FROM api_key"))
                        .toList();
        int fast = counted.size() > 1 && counted.get(0).equals(counted.get(1)) ? 1 : 0;
        List<String> own = counted.subList(fast, counted.size());

        assertThat(own).hasSameSizeAs(parts);
        for (int nth = 0; nth < parts.size(); nth++) {
            assertThat(own.get(nth)).contains(parts.get(nth));
        }
    }
}
