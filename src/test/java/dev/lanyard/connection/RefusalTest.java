package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.HASTY;
import static dev.lanyard.connection.Connected.STRICT;
import static dev.lanyard.connection.Presenter.lease;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 18 to 21: what a refusal means. */
@QuarkusTest
class RefusalTest extends RefusalCases {

    @Test
    void rule18_aRefusedGrantIsDeadAndSaysSo() {
        Connected connection = Connected.at(GRACE);
        connection.sandbox().revoke(connection.clientId(), "invalid_grant");

        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.status()).isEqualTo("reconnect_required");
        assertThat(connection.reason()).isEqualTo("grant_revoked");
        assertThat(connection.journey().events("connection.reconnect_required")).hasSize(1);
        connection.token().then().statusCode(200);
        connection.expire().token().then().statusCode(409);
    }

    /** No sibling proves the client, so the made-up code does. */
    @Test
    void rule19_aGrantRefusedAsAClientIsDeadOnlyOnProofThatTheClientWorks() {
        Connected connection = Connected.at(HASTY).expire();
        connection.sandbox().revoke(connection.clientId(), "unauthorized_client");

        connection.refresh().then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(connection.status()).isEqualTo("reconnect_required");
        assertThat(connection.reason()).isEqualTo("grant_revoked");
        assertThat(connection.presentations()).isEqualTo(2);
        connection.token().then().statusCode(409).body("code", equalTo("reconnect_required"));
    }

    @Test
    void rule19_whatALockOutRefusedWorksAgainAfterTheCoolDown() {
        Connected connection = Connected.at(HASTY).expire();
        connection.sandbox().lockOut(connection.clientId(), Duration.ofSeconds(1));

        connection.token().then().statusCode(200);

        assertThat(connection.status()).isEqualTo("active");
        assertThat(connection.presentations()).isEqualTo(2);
        assertThat(connection.journey().events("connection.reconnect_required")).isEmpty();
        assertThat(connection.journey().events("connection.recovered")).hasSize(1);
    }

    @Test
    void rule19_aSiblingsSuccessAfterTheCoolDownIsTheProofAndNoCodeIsMadeUp() {
        Connected suspect = suspect(GRACE).notDue();
        Connected sibling = suspect.sibling();
        int probes = suspect.sandbox().codePresentations(suspect.clientId());
        suspect.pace("cool_down_until = now() - interval '1 millisecond'");

        sibling.refresh().then().statusCode(200);
        suspect.refresh().then().statusCode(200);

        assertThat(suspect.status()).isEqualTo("active");
        assertThat(suspect.sandbox().codePresentations(suspect.clientId())).isEqualTo(probes);
    }

    @Test
    void rule19_aSuccessBeforeTheCoolDownEndedIsNoProof() {
        Connected suspect = suspect(GRACE);
        Connected sibling = suspect.sibling().expire();
        sibling.token().then().statusCode(200);
        suspect.sandbox().faults(suspect.clientId(), fault("error_5xx", "exchange"));
        suspect.pace("cool_down_until = proved_at + interval '1 millisecond'");

        assertThat(lease(suspect)).isEmpty();
    }

    @Test
    void rule19_inACoolDownASiblingIsPresentedOnlyIfItsTokenHasExpiredAndSomebodyAsks() {
        Connected suspect = suspect(GRACE);
        Connected sibling = suspect.sibling();

        assertThat(lease(sibling, true)).isEmpty();
        sibling.expire();
        assertThat(lease(sibling, false)).isEmpty();

        assertThat(lease(sibling, true)).isPresent();
    }

    @Test
    void rule19_aSiblingsRefusalJoinsTheCoolDownAndBeginsNone() {
        Connected suspect = suspect(GRACE);
        Connected sibling = suspect.sibling().expire();
        OffsetDateTime end = suspect.pace().getOffsetDateTime("cool_down_until");
        assertThat(Duration.between(OffsetDateTime.now(), end))
                .isGreaterThan(Duration.ofMinutes(10));
        sibling.sandbox().faults(sibling.clientId(), once("wrong_secret", "refresh"));

        sibling.refreshAsync();

        await().atMost(Duration.ofSeconds(10)).until(() -> sibling.row().getBoolean("suspect"));
        assertThat(suspect.pace().getOffsetDateTime("cool_down_until")).isEqualTo(end);
        assertThat(sibling.status()).isEqualTo("degraded");
        assertThat(sibling.reason()).isEqualTo("checking_grant");
    }

    /** The probe gets no answer: nothing is known, so nothing is presented, and nothing is dead. */
    @Test
    void rule19_withoutProofTheSuspectIsNotPresented() {
        Connected suspect = suspect(GRACE);
        suspect.sandbox().faults(suspect.clientId(), fault("error_5xx", "exchange"));
        int probes = suspect.sandbox().codePresentations(suspect.clientId());

        suspect.pace("cool_down_until = now() - interval '1 millisecond'").due();

        await().atMost(Duration.ofSeconds(15))
                .until(() -> suspect.sandbox().codePresentations(suspect.clientId()) > probes);

        assertThat(lease(suspect)).isEmpty();
        assertThat(suspect.presentations()).isEqualTo(1);
        assertThat(suspect.reason()).isEqualTo("checking_grant");
    }

    @Test
    void rule19_aRejectedSecretMarksTheProfileAndItsRepairBringsAllBack() {
        Connected connection = Connected.at(HASTY).expire();
        Connected sibling = connection.sibling().expire();
        connection
                .sandbox()
                .faults(
                        connection.clientId(),
                        fault("wrong_secret", "refresh"),
                        fault("wrong_secret", "exchange"));

        connection.refresh().then().statusCode(409).body("code", equalTo("credentials_rejected"));
        for (Connected each : new Connected[] {connection, sibling}) {
            assertThat(each.status()).isEqualTo("degraded");
            assertThat(each.reason()).isEqualTo("credentials_rejected");
            each.token().then().statusCode(409).body("code", equalTo("credentials_rejected"));
        }
        assertThat(connection.presentations()).isEqualTo(1);
        assertThat(sibling.one("SELECT health FROM connection WHERE id = $1").getString("health"))
                .isEqualTo("active");
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

        for (Connected each : new Connected[] {connection, sibling}) {
            each.token().then().statusCode(200);
            assertThat(each.status()).isEqualTo("active");
        }
        assertThat(connection.journey().events("connection.reconnect_required")).isEmpty();
    }

    @Test
    void rule20_aRateLimitPausesTheWholeProfileForAsLongAsTheProviderSays() {
        Connected connection = Connected.at(STRICT).expire();
        Connected sibling = connection.sibling().expire();
        JsonObject limited = once("rate_limited", "refresh").put("retry_after", 600);
        connection.sandbox().faults(connection.clientId(), limited);
        connection.token().then().statusCode(503);

        Response refused = sibling.token();

        refused.then().statusCode(503).body("code", equalTo("provider_unavailable"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 610);
        assertThat(connection.presentations()).isEqualTo(1);
    }

    @Test
    void rule20_aFailingProviderIsAskedAgainLaterAndLater() {
        Connected connection = Connected.at(GRACE).expire();
        connection.sandbox().faults(connection.clientId(), fault("error_5xx", "refresh"));
        connection.refreshAsync();
        await().until(() -> connection.row().getInteger("attempts") == 1);
        OffsetDateTime first = connection.row().getOffsetDateTime("retry_at");

        assertThat(Duration.between(OffsetDateTime.now(), first))
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(6_250));
        assertThat(connection.presentations()).isEqualTo(1);
    }

    /** Refused "as a client" once, and waiting for proof in the profile's cool-down. */
    private static Connected suspect(String provider) {
        Connected connection = Connected.at(provider);
        connection.sandbox().faults(connection.clientId(), once("wrong_secret", "refresh"));
        connection.refreshAsync();
        await().atMost(Duration.ofSeconds(10)).until(() -> connection.row().getBoolean("suspect"));
        return connection;
    }
}
