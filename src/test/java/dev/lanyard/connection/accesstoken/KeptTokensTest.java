package dev.lanyard.connection.accesstoken;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Browser;
import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.Presenter;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are kept at this replica: what ends them, here and at others, and how soon. */
@QuarkusTest
class KeptTokensTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @Inject TokenCache cache;
    @Inject TokenReadAudit reads;
    @Inject UsageTracker usage;
    @Inject MeterRegistry registry;

    private Connected connection;
    private ConnectionRef ref;
    private String token;

    @BeforeEach
    void connect() {
        connection = Connected.at(GRACE);
        ref = new ConnectionRef(connection.journey().tenant().id(), connection.id());
        token = keep(connection);
    }

    /** Reads its token until the row is kept. */
    private String keep(Connected connected) {
        ConnectionRef kept = new ConnectionRef(connected.journey().tenant().id(), connected.id());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> connected.token().statusCode() == 200 && cache.find(kept) != null);
        return connected.accessToken();
    }

    private void awaitRefusal(int status, String code) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () ->
                                connection
                                        .token()
                                        .then()
                                        .statusCode(status)
                                        .body("code", equalTo(code)));
    }

    /** As another replica, or a person, would: nothing here waits to hear of it. */
    private void elsewhere(String statement) {
        assertThat(Owner.execute(statement, connection.id())).isPositive();
    }

    @Test
    void aReadOfAKeptRowAsksTheDatabaseNothing() throws SQLException {
        double hits = reads("hit");
        changeUntold("UPDATE token_set SET token_type = 'untold' WHERE connection_id = '%s'");

        List<String> statements =
                StatementCount.of(
                        connection.journey().api(),
                        request -> request.get("/v1/connections/" + connection.id() + "/token"));
        assertThat(statements).isEmpty();
        connection.token().then().statusCode(200).body("token_type", equalTo("Bearer"));

        assertThat(reads("hit")).isGreaterThan(hits);
        assertThat(cache.find(ref)).extracting(TokenRow::tokenType).isNotEqualTo("untold");
    }

    /** What no trigger tells of: it goes with its age. */
    private void changeUntold(String update) throws SQLException {
        try (Connection sql = Owner.connect();
                Statement statement = sql.createStatement()) {
            sql.setAutoCommit(false);
            statement.execute("ALTER TABLE token_set DISABLE TRIGGER tell_changed_tokens");
            statement.execute(update.formatted(connection.id()));
            statement.execute("ALTER TABLE token_set ENABLE TRIGGER tell_changed_tokens");
            sql.commit();
        }
    }

    @Test
    void aMissIsOneRead() {
        double misses = reads("miss");
        connection.sql("UPDATE token_set SET issued_at = issued_at WHERE connection_id = $1");

        connection.accessToken();

        assertThat(reads("miss")).isEqualTo(misses + 1);
        assertThat(cache.find(ref)).isNotNull();
    }

    private double reads(String outcome) {
        return registry.get("lanyard.token.cache.reads").tag("outcome", outcome).counter().count();
    }

    @Test
    void useAndAuditCountAReadOfAKeptRowAsAnyOther() {
        reads.write().await().indefinitely();
        usage.write().await().indefinitely();
        connection.sql("UPDATE connection SET last_used_at = NULL WHERE id = $1");
        int before = counted();

        IntStream.range(0, 5).forEach(n -> connection.accessToken());
        reads.write().await().indefinitely();
        usage.write().await().indefinitely();

        assertThat(counted()).isEqualTo(before + 5);
        assertThat(connection.shown().getString("last_used_at")).isNotNull();
        assertThat(cache.find(ref)).as("use ends no row").isNotNull();
    }

    private int counted() {
        List<Map<String, Object>> entries =
                connection
                        .journey()
                        .api()
                        .queryParam("action", "connection.token_read")
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items");
        return entries.stream().mapToInt(entry -> (Integer) entry.get("count")).sum();
    }

    @Test
    void whoWasToldThatItIsDoneGetsNothingOlderHere() {
        connection.patch("{\"status\":\"disabled\"}");
        connection.token().then().statusCode(409).body("code", equalTo("connection_disabled"));

        connection.patch("{\"status\":\"active\"}");
        keep(connection);
        profile("disabled");
        connection.token().then().statusCode(409).body("code", equalTo("profile_disabled"));

        profile("active");
        keep(connection);
        connection.refresh().then().statusCode(200);
        assertThat(connection.accessToken()).isNotEqualTo(token);

        keep(connection);
        connection
                .journey()
                .api()
                .delete("/v1/connections/" + connection.id())
                .then()
                .statusCode(204);
        connection.token().then().statusCode(404);
    }

    private void profile(String status) {
        connection
                .journey()
                .api()
                .body(Map.of("status", status))
                .patch("/v1/connector-profiles/" + connection.journey().profileId())
                .then()
                .statusCode(200);
    }

    @Test
    void aReconnectedConnectionsNewTokenIsServedAtOnce() {
        Journey journey = connection.journey();
        Response callback =
                journey.connect(new Browser(), journey.sessionFor(connection.id()), "Ada of u1");
        assertThat(Journey.outcome(callback)).containsEntry("status", "connected");

        assertThat(connection.accessToken()).isNotEqualTo(token);
    }

    @Test
    void aTenantThatIsErasedIsServedNoMore() {
        Fixtures.operator().delete("/admin/v1/tenants/" + ref.tenantId()).then().statusCode(204);

        assertThat(connection.token().statusCode()).isIn(401, 404);
        assertThat(cache.find(ref)).isNull();
    }

    @Test
    void anotherReplicasRefreshIsServedWithinASecond() {
        assertThat(Presenter.store(Presenter.presentation(connection), "brought-by-another"))
                .isTrue();

        await().atMost(SOON).until(() -> connection.accessToken().equals("brought-by-another"));
    }

    @Test
    void whatIsDisabledElsewhereIsRefusedWithinASecond() {
        elsewhere("UPDATE connection SET disabled = true WHERE id = ?");
        awaitRefusal(409, "connection_disabled");
    }

    @Test
    void whatAwaitsAConfirmationElsewhereIsRefusedWithinASecond() {
        elsewhere("UPDATE connection SET awaiting_confirmation = true WHERE id = ?");
        awaitRefusal(409, "awaiting_confirmation");
    }

    @Test
    void whatIsDeletedElsewhereIsGoneWithinASecond() {
        elsewhere("DELETE FROM connection WHERE id = ?");
        awaitRefusal(404, "not_found");
    }

    @Test
    void whatIsDeadAndOverElsewhereIsRefusedWithinASecond() {
        elsewhere(
                "UPDATE connection SET health = 'reconnect_required', reason_code ="
                        + " 'grant_revoked', reason_since = now() WHERE id = ?");
        await().atMost(SOON).until(() -> cache.find(ref) == null || cache.find(ref).dead());
        elsewhere("UPDATE token_set SET expires_at = now() WHERE connection_id = ?");
        awaitRefusal(409, "reconnect_required");
    }

    @Test
    void aProfileThatIsDisabledElsewhereEndsAllOfItsTenantAndNobodyElses() {
        Connected foreign = Connected.at(GRACE);
        keep(foreign);
        ConnectionRef theirs = new ConnectionRef(foreign.journey().tenant().id(), foreign.id());

        elsewhere(
                "UPDATE connector_profile p SET status = 'disabled' FROM connection c WHERE c.id ="
                        + " ? AND p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id");

        awaitRefusal(409, "profile_disabled");
        assertThat(cache.find(theirs)).isNotNull();
        assertThat(foreign.token().statusCode()).isEqualTo(200);
    }

    @Test
    void aTenantThatIsErasedElsewhereIsGoneWithinASecond() {
        Owner.execute("DELETE FROM connection WHERE tenant_id = ?", ref.tenantId());
        Owner.execute("DELETE FROM tenant WHERE tenant_id = ?", ref.tenantId());

        await().atMost(SOON).until(() -> cache.find(ref) == null);
        assertThat(connection.token().statusCode()).isIn(401, 404);
    }

    /** A kept row is of one tenant: another's key finds nothing under the same id. */
    @Test
    void anotherTenantsKeyFindsNoKeptRow() {
        String foreign = Fixtures.tenant().key("tokens");

        IntStream.range(0, 3)
                .forEach(
                        n ->
                                Fixtures.bearer(foreign)
                                        .get("/v1/connections/" + connection.id() + "/token")
                                        .then()
                                        .statusCode(404));
        assertThat(cache.find(ref)).isNotNull();
    }

    /** Or rows would come and go with each use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE connection SET last_used_at = now(), metadata = '{\"a\": 1}', disabled ="
                        + " disabled, health = health, updated_at = now() WHERE id = ?",
                "UPDATE token_set SET due_at = now() + interval '1 hour' WHERE connection_id = ?",
                "UPDATE token_set SET lease_until = now(), fence = fence + 1, presented_at = NULL,"
                        + " attempts = 0, retry_at = NULL WHERE connection_id = ?",
                "UPDATE connector_profile p SET name = 'another', status = p.status FROM connection"
                        + " c WHERE c.id = ? AND p.tenant_id = c.tenant_id AND p.id ="
                        + " c.connector_profile_id"
            })
    void whatChangesNoReadTellsNobody(String statement) {
        TokenRow kept = cache.find(ref);

        elsewhere(statement);
        connection.sql("UPDATE connection SET last_used_at = now() WHERE id = $1");

        assertThat(cache.find(ref)).isNotNull();
        assertThat(cache.find(ref).accessToken()).isSameAs(kept.accessToken());
    }

    /** More than are told of one by one. */
    @Test
    void manyThatAreDeletedTogetherAreToldOfAsTheirTenants() {
        double before = invalidations("tenant");
        Owner.execute(
                "INSERT INTO connection (tenant_id, id, connector_profile_id, provider,"
                        + " end_user_id) SELECT tenant_id, 'conn_many' || n, connector_profile_id,"
                        + " provider, 'many' || n FROM connection, generate_series(1, 150) n"
                        + " WHERE id = ?",
                connection.id());

        Owner.execute(
                "DELETE FROM connection WHERE tenant_id = ? AND id LIKE 'conn_many%'",
                ref.tenantId());

        await().atMost(SOON).until(() -> invalidations("tenant") > before);
    }

    private double invalidations(String scope) {
        return registry.get("lanyard.token.cache.invalidations")
                .tag("scope", scope)
                .counter()
                .count();
    }
}
