package dev.lanyard.connection.refresh;

import static dev.lanyard.connection.Connected.GRACE;
import static dev.lanyard.sandbox.SandboxClient.once;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.ConnectionCounts;
import dev.lanyard.connection.background.RefreshBacklog;
import dev.lanyard.support.Owner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the meters say of refreshes that happened. */
@QuarkusTest
class RefreshMetersTest {
    @Inject MeterRegistry registry;
    @Inject RefreshBacklog backlog;
    @Inject ConnectionCounts counts;

    @Test
    void countsWhatReadersWereTold() {
        Connected connection = Connected.at(GRACE);
        connection.token();
        double served = reads("served");
        double unknown = reads("not_found");
        double unauthorized = reads("unauthorized");

        connection.token().then().statusCode(200);
        connection.token().then().statusCode(200);
        connection.journey().api().get("/v1/connections/conn_none/token").then().statusCode(404);

        given().get("/v1/connections/conn_none/token").then().statusCode(401);

        await().untilAsserted(() -> assertThat(reads("unauthorized") - unauthorized).isEqualTo(1));
        assertThat(reads("served") - served).isEqualTo(2);
        assertThat(reads("not_found") - unknown).isEqualTo(1);
    }

    @Test
    void countsAnIssuedRefreshItsLatencyAndTheAgeOfTheGrant() {
        Connected connection = Connected.at(GRACE).expire();
        double issued = refreshes("issued");
        long calls =
                registry.get("lanyard.provider.latency").tag("provider", GRACE).timer().count();
        double age = age();

        connection.accessToken();

        assertThat(refreshes("issued") - issued).isEqualTo(1);
        assertThat(registry.get("lanyard.provider.latency").tag("provider", GRACE).timer().count())
                .isEqualTo(calls + 1);
        assertThat(age() - age).isBetween(7_200.0, 7_260.0);
    }

    @Test
    void countsAnAnswerThatNeverCameAndTheLeaseTakenOverIt() {
        Connected connection = Connected.at(GRACE).expire();
        double lost = refreshes("no_answer");
        double takeovers = takeovers();
        double recovered = recovered();
        connection.sandbox().faults(connection.clientId(), once("dropped_answer", "refresh"));

        connection.accessToken();

        assertThat(refreshes("no_answer") - lost).isEqualTo(1);
        assertThat(takeovers() - takeovers).isEqualTo(1);
        assertThat(recovered() - recovered).isEqualTo(1);
    }

    @Test
    void aRefreshWhoseAnswerCameAtOnceRecoversNone() {
        Connected connection = Connected.at(GRACE).expire();
        double recovered = recovered();

        connection.accessToken();

        assertThat(recovered()).isEqualTo(recovered);
    }

    @Test
    void countsAGrantThatIsFoundDeadByItsReason() {
        Connected connection = Connected.at(Connected.STRICT).expire();
        double dead = lost("grant_revoked");
        long noticed = notice().count();
        double within = notice().totalTime(TimeUnit.HOURS);
        connection.sandbox().revoke(connection.clientId(), "invalid_grant");

        connection.token().then().statusCode(409);

        assertThat(lost("grant_revoked") - dead).isEqualTo(1);
        assertThat(notice().count() - noticed).isEqualTo(1);
        assertThat(notice().totalTime(TimeUnit.HOURS) - within).isBetween(2.0, 2.1);
        counts.count().await().atMost(Duration.ofSeconds(10));
        assertThat(
                        registry.get("lanyard.connections")
                                .tags("provider", Connected.STRICT, "status", "reconnect_required")
                                .gauge()
                                .value())
                .isGreaterThanOrEqualTo(1);
    }

    /** What was written down of the second was written after, or with, that of the first. */
    @Test
    void aGrantThatItsUserRevokedIsNoFailedRefresh() {
        Connected revoked = Connected.at(Connected.STRICT).expire();
        revoked.sandbox().revoke(revoked.clientId(), "invalid_grant");
        revoked.token().then().statusCode(409);
        Connected late = Connected.at(GRACE).expire();
        late.sandbox().faults(late.clientId(), once("dropped_answer", "refresh"));
        late.accessToken();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(failed(late)).containsExactly("1"));
        assertThat(failed(revoked)).isEmpty();
    }

    private static List<String> failed(Connected connection) {
        return Owner.column(
                "SELECT failed FROM refresh_hour WHERE tenant_id = ? AND failed > 0",
                connection.journey().tenant().id());
    }

    @Test
    void tellsWhatIsDueAndWhatIsOutstanding() {
        Connected connection = Connected.at(GRACE);
        connection.sql(
                "UPDATE token_set SET due_at = now() + interval '1 hour',"
                        + " presented_at = now() - interval '1 hour' WHERE connection_id = $1");

        backlog.measure().await().atMost(Duration.ofSeconds(10));

        assertThat(registry.get("lanyard.database.ready").gauge().value()).isEqualTo(1);
        assertThat(registry.get("lanyard.refresh.outstanding").gauge().value())
                .isGreaterThanOrEqualTo(1);
        assertThat(registry.get("lanyard.refresh.due").gauge().value()).isGreaterThanOrEqualTo(0);
    }

    private double reads(String outcome) {
        return registry.get("lanyard.token.reads").tag("outcome", outcome).timer().count();
    }

    private double refreshes(String outcome) {
        return registry.get("lanyard.refreshes")
                .tags("provider", GRACE, "outcome", outcome)
                .counter()
                .count();
    }

    private double takeovers() {
        return registry.get("lanyard.lease.takeovers").tag("provider", GRACE).counter().count();
    }

    private double recovered() {
        return registry.get("lanyard.answers.recovered").tag("provider", GRACE).counter().count();
    }

    /** Since the grant's last success, which {@link Connected#expire} put two hours back. */
    private Timer notice() {
        return registry.get("lanyard.revocation.notice").tag("provider", Connected.STRICT).timer();
    }

    private double lost(String reason) {
        return registry.get("lanyard.connections.lost")
                .tags("provider", Connected.STRICT, "reason", reason)
                .counter()
                .count();
    }

    private double age() {
        return registry.get("lanyard.refresh.age")
                .tag("provider", GRACE)
                .timer()
                .totalTime(TimeUnit.SECONDS);
    }
}
