package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.HASTY;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

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

    /** Rule 23. */
    @Test
    void minTtlAsksForNoRefreshWhileLessThanHalfOfTheLifetimeHasPassed() {
        Connected connection = Connected.at(GRACE);
        connection.sql(
                "UPDATE token_set SET issued_at = now(), expires_at = now() + interval '30 seconds' WHERE connection_id = $1");

        connection.token(60).then().statusCode(200);

        assertThat(connection.presentations()).isZero();
    }

    /** Rules 2 and 9, in one process; TwoReplicasIT has it over two. */
    @Test
    void parallelReadsAtExpiryPresentOneRefreshTokenOnce() {
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
    void keepsTheRefreshTokenWhenTheAnswerOmitsIt() {
        Connected connection = Connected.at(GRACE);
        connection.sandbox().faults(connection.clientId(), once("no_refresh_token", "refresh"));
        connection.expire().accessToken();

        String again = connection.expire().accessToken();

        assertThat(again).isNotEmpty();
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Rules 6 and 23. */
    @Test
    void anOddExpiresInLosesNothingAndMeansTheDefault() {
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
                "UPDATE token_set SET retry_at = now() + interval '5 minutes', due_at = NULL WHERE connection_id = $1");
        Response refused = connection.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 300);
    }

    /** Rule 14. */
    @Test
    void aLostAnswerIsAskedForAgainAtOnceWithinTheGrace() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));

        connection.token().then().statusCode(200);

        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.outcomes()).containsExactly("issued", "no_answer");
    }

    /** Rules 15 and 16. */
    @Test
    void withoutGraceALostAnswerIsAskedForOnceAndLateAndItsRefusalIsAnswerLost() {
        Connected connection = Connected.at(STRICT).expireIn(30);
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));
        connection.token().then().statusCode(200);
        connection.token().then().statusCode(200);
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.status()).isEqualTo("degraded");

        connection.expire().passes("121 seconds");
        connection.token().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.reason()).isEqualTo("answer_lost");
    }

    /** Rule 17. */
    @Test
    void aCallThatWasRateLimitedRestoresTheMarkAndPausesTheProfile() {
        Connected connection = Connected.at(STRICT).expire();
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        once("rate_limited", "refresh").put("retry_after", 600));

        Response refused = connection.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 610);
        assertThat(connection.reason()).isEqualTo("rate_limited");
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
        connection.token().then().statusCode(503);
        assertThat(connection.presentations()).isLessThanOrEqualTo(1);
    }

    /** Rule 18. */
    @Test
    void aRefusedGrantIsDeadAndSaysSo() {
        Connected connection = Connected.at(GRACE);
        connection.sandbox().revoke(connection.clientId(), "invalid_grant");

        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.status()).isEqualTo("reconnect_required");
        assertThat(connection.reason()).isEqualTo("grant_revoked");
        assertThat(connection.journey().events("connection.reconnect_required")).hasSize(1);
        connection.token().then().statusCode(200);
        connection.expire().token().then().statusCode(409);
    }

    /** Rule 19: proof that the client works, then once more, then dead. */
    @Test
    void aGrantRefusedAsAClientIsDeadOnlyOnProofThatTheClientWorks() {
        Connected connection = Connected.at(HASTY).expire();
        connection.sandbox().revoke(connection.clientId(), "unauthorized_client");

        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.status()).isEqualTo("reconnect_required");
        assertThat(connection.reason()).isEqualTo("grant_revoked");
        assertThat(connection.presentations()).isEqualTo(2);
        connection.token().then().statusCode(409).body("code", equalTo("reconnect_required"));
    }

    /** Rule 19: no proof, so the profile is in trouble, and a repaired secret brings all back. */
    @Test
    void aRejectedSecretMarksTheProfileAndItsRepairBringsTheConnectionBack() {
        Connected connection = Connected.at(HASTY).expire();
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        fault("wrong_secret", "refresh"),
                        fault("wrong_secret", "exchange"));

        connection.refresh().then().statusCode(409).body("code", equalTo("credentials_rejected"));
        assertThat(connection.status()).isEqualTo("degraded");
        assertThat(connection.reason()).isEqualTo("credentials_rejected");
        connection.token().then().statusCode(409).body("code", equalTo("credentials_rejected"));
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(connection.journey().events("connector_profile.credentials_rejected"))
                .hasSize(1);

        connection.sandbox().faults(connection.clientId());
        connection
                .journey()
                .api()
                .body(Map.of("client_secret", connection.journey().consumer().clientSecret()))
                .patch("/v1/connector-profiles/" + connection.journey().profileId())
                .then()
                .statusCode(200);

        connection.token().then().statusCode(200);
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Rule 21. */
    @Test
    void aRowThatDoesNotOpenIsOurFailureAndNothingIsPresented() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sql(
                "UPDATE token_set SET refresh_token = access_token WHERE connection_id = $1");

        connection.token().then().statusCode(503).body("code", equalTo("unavailable"));

        assertThat(connection.presentations()).isZero();
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
        assertThat(connection.status()).isEqualTo("active");
    }

    /** Rule 26. */
    @Test
    void aDisabledConnectionGivesOutNothingAndIsKeptAliveAllTheSame() {
        Connected connection = Connected.at(GRACE);
        JsonObject off = new JsonObject().put("status", "disabled");
        connection
                .journey()
                .api()
                .body(off.encode())
                .patch("/v1/connections/" + connection.id())
                .then()
                .statusCode(200);

        connection.token().then().statusCode(409).body("code", equalTo("connection_disabled"));
        connection.sql("UPDATE token_set SET due_at = now() WHERE connection_id = $1");

        await().atMost(Duration.ofSeconds(15)).until(() -> connection.presentations() == 1);
        assertThat(connection.status()).isEqualTo("disabled");
    }

    /** Rule 13. */
    @Test
    void reconnectingReplacesTheTokensAndClearsWhatWasOutstanding() {
        Connected connection = Connected.at(STRICT);
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));
        connection.refresh().then().statusCode(503);
        long before = connection.row().getLong("version");

        Connected again = Connected.on(connection.journey(), "u1");

        assertThat(again.id()).isEqualTo(connection.id());
        assertThat(connection.row().getLong("version")).isGreaterThan(before);
        assertThat(connection.row().getOffsetDateTime("presented_at")).isNull();
        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.journey().events("connection.reconnected")).hasSize(1);
        connection.refresh().then().statusCode(200);
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
