package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.connection.Connected.HASTY;
import static dev.lanyard.connection.refresh.Presenter.lease;
import static dev.lanyard.sandbox.SandboxClient.fault;
import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Rules 18, 19, 21: what a refusal means. */
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

    @Test
    void rule19_noProofIsSoughtBeforeTheCoolDownEnded() {
        Connected suspect = suspect(GRACE).notDue();
        int probes = suspect.sandbox().codePresentations(suspect.clientId());
        ConnectionRef ref = Presenter.look(suspect).connection();

        assertThat(Presenter.await(Presenter.bean(ClientProbes.class).resolve(ref))).isFalse();

        assertThat(suspect.sandbox().codePresentations(suspect.clientId())).isEqualTo(probes);
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
    void rule21_theOperatorIsToldByAnErrorInTheLog() {
        Connected connection = Connected.at(GRACE).expire();
        Owner.execute(
                "UPDATE token_set SET refresh_token = access_token WHERE connection_id = ?",
                connection.id());
        Logger log = Logger.getLogger("dev.lanyard.connection");
        BlockingQueue<LogRecord> lines = new LinkedBlockingQueue<>();
        Handler handler = new Collecting(lines);
        log.addHandler(handler);

        connection.token().then().statusCode(503);

        log.removeHandler(handler);
        assertThat(lines)
                .anySatisfy(
                        line -> {
                            assertThat(line.getLevel().intValue()).isGreaterThanOrEqualTo(1000);
                            assertThat(line.getMessage()).contains("LANYARD_VAULT_KEYS");
                        });
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
