package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.lanyard.connection.Connected;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The refresh protocol through the API, with the sandbox as the provider and its record as the
 * witness.
 */
@QuarkusTest
class RefreshTest {

    @Test
    void servesAGoodTokenWithoutAskingTheProvider() {
        Connected connection = Connected.at(GRACE);

        Response first = connection.token();
        Response second = connection.token(3600);

        first.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("$", not(hasKey("refresh_token")));
        assertThat(second.path("access_token").toString()).isEqualTo(first.path("access_token"));
        assertThat(connection.presentations()).isZero();
    }

    @Test
    void refreshesAnExpiredTokenOnRead() {
        Connected connection = Connected.at(GRACE);
        String before = connection.accessToken();

        String after = connection.expire().accessToken();

        assertThat(after).isNotEqualTo(before);
        assertThat(connection.sandbox().api("/user", after).statusCode()).isEqualTo(200);
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.shown().getString("last_refreshed_at")).isNotNull();
    }

    /** In one process; TwoReplicasIT has it over two. */
    @Test
    void rule02_parallelReadsAtExpiryPresentOneRefreshTokenOnce() {
        Connected connection = Connected.at(STRICT).expire();

        Set<String> tokens =
                IntStream.range(0, 64)
                        .mapToObj(i -> CompletableFuture.supplyAsync(connection::accessToken))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.toSet());

        assertThat(tokens).hasSize(1);
        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void rule28_aRefreshThatBringsNoRefreshTokenKeepsTheStoredOne() {
        Connected connection = Connected.at(GRACE);
        connection.sandbox().faults(connection.clientId(), once("no_refresh_token", "refresh"));
        connection.expire().accessToken();

        String again = connection.expire().accessToken();

        assertThat(again).isNotEmpty();
        assertThat(connection.status()).isEqualTo("active");
    }

    @Test
    void rule06_anOddExpiresInLosesNothingAndMeansTheDefault() {
        for (String odd : new String[] {"missing", "text", "zero", "negative", "absurd"}) {
            Connected connection = Connected.at(STRICT);
            connection
                    .sandbox()
                    .faults(
                            connection.clientId(),
                            fault("odd_expires_in", "refresh").put("as", odd));

            String expiresAt =
                    connection.expire().token().then().statusCode(200).extract().path("expires_at");
            connection.sandbox().faults(connection.clientId());
            connection.expire().token().then().statusCode(200);

            assertThat(Duration.between(OffsetDateTime.now(), OffsetDateTime.parse(expiresAt)))
                    .as(odd)
                    .isBetween(Duration.ofMinutes(118), Duration.ofMinutes(121));
        }
    }

    @Test
    void aGoodTokenIsServedWhateverTheRefreshDidAndRecoveryClearsIt() {
        Connected connection = Connected.at(GRACE).expireIn(30);
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "refresh"));

        connection.token().then().statusCode(200);
        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("refresh_failing");

        connection.sandbox().faults(connection.clientId());
        connection.passes("1 hour").expireIn(30);
        connection.token().then().statusCode(200);

        await().atMost(Duration.ofSeconds(20)).until(() -> connection.status().equals("active"));
        assertThat(connection.journey().events("connection.recovered")).hasSize(1);
    }

    @Test
    void anExpiredTokenWhileTheProviderFailsIsUnavailableWithATimeToAskAgain() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), fault("malformed", "refresh"));
        connection.refresh().then().statusCode(503);

        connection.passes("20 minutes");
        connection.sql(
                "UPDATE token_set SET retry_at = now() + interval '5 minutes', due_at = NULL WHERE"
                        + " connection_id = $1");
        Response refused = connection.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 300);
    }

    /** The call began with the old secret, and its answer comes when that works no more. */
    @Test
    void rule07_changingAProfileCutsNoCallInFlight() {
        Connected connection = Connected.at(STRICT).expire();
        connection
                .sandbox()
                .faults(connection.clientId(), once("slow", "refresh").put("millis", 4_000));
        CompletableFuture<Response> reader = CompletableFuture.supplyAsync(connection::token);
        await().until(() -> connection.presentations() == 1);

        JsonObject secret = new JsonObject().put("client_secret", "another");
        connection.sandbox().change(connection.clientId(), secret);
        connection
                .journey()
                .api()
                .body(Map.of("name", "Changed", "client_secret", "another"))
                .patch("/v1/connector-profiles/" + connection.journey().profileId())
                .then()
                .statusCode(200)
                .body("credentials.status", equalTo("accepted"));

        assertThat(reader).isNotDone();
        assertThat(reader.join().statusCode()).isEqualTo(200);
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.outcomes()).containsExactly("issued");
        connection.expire().token().then().statusCode(200);
    }

    @Test
    void deletingErasesTheTokensAndTells() {
        Connected connection = Connected.at(GRACE);

        connection
                .journey()
                .api()
                .delete("/v1/connections/" + connection.id())
                .then()
                .statusCode(204);

        connection.token().then().statusCode(404);
        assertThat(connection.journey().events("connection.deleted")).hasSize(1);
    }

    @Test
    void eightKilobyteTokensPass() {
        Connected connection = Connected.at(GRACE);
        connection
                .sandbox()
                .change(connection.clientId(), new JsonObject().put("token_bytes", 8192));

        String token = connection.expire().accessToken();
        connection.expire().accessToken();

        assertThat(token.length()).isGreaterThanOrEqualTo(8192);
    }
}
