package dev.lanyard.tenant;

import static dev.lanyard.Fixtures.operator;
import static dev.lanyard.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.Fixtures.TestTenant;
import dev.lanyard.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditChainTest {
    private static final String WRITE =
            "INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id)"
                    + " SELECT ?, 'lanyard', 'test.written', 'test', 'no ' || n FROM generate_series(1, ?) n";

    @Inject AuditChain chain;
    @Inject Pool pool;

    /** A tenant whose log has so many chained entries. */
    private TestTenant withEntries(int count) {
        TestTenant tenant = tenant();
        write(tenant, count);
        return tenant;
    }

    private void write(TestTenant tenant, int count) {
        Owner.execute(WRITE, tenant.id(), count);
        chain();
    }

    /** Until nothing waits; the schedule may be at it, too. */
    private void chain() {
        do {
            chain.extend().await().indefinitely();
        } while (!Owner.column("SELECT id FROM audit_log WHERE position IS NULL").isEmpty());
    }

    private static JsonPath verification(String tenantId) {
        return operator()
                .get("/admin/v1/tenants/" + tenantId + "/audit-log/verification")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void age(TestTenant tenant, int upTo, String by) {
        Owner.execute(
                "UPDATE audit_log SET at = at - ?::interval WHERE tenant_id = ? AND position <= ?",
                by,
                tenant.id(),
                upTo);
    }

    @Test
    void holdsWhatWasWritten() {
        TestTenant tenant = withEntries(5);

        JsonPath verification = verification(tenant.id());

        assertThat(verification.getBoolean("intact")).isTrue();
        assertThat(verification.getLong("entries")).isEqualTo(5);
        assertThat(verification.getLong("waiting")).isZero();
        assertThat(verification.getLong("head.position")).isEqualTo(5);
        assertThat(verification.getString("head.hash")).hasSize(64);
        assertThat(verification.getString("anchor.hash")).isEmpty();
        assertThat(verification.getString("broken")).isNull();
    }

    @Test
    void coversTheOperatorsOwnLog() {
        tenant();
        chain();

        JsonPath verification =
                operator()
                        .get("/admin/v1/audit-log/verification")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        assertThat(verification.getBoolean("intact")).isTrue();
        assertThat(verification.getLong("entries")).isPositive();
    }

    private void breaksAt(long position, String reason, String tampering) {
        TestTenant tenant = withEntries(6);
        assertThat(verification(tenant.id()).getBoolean("intact")).isTrue();

        assertThat(Owner.execute(tampering, tenant.id())).isPositive();

        JsonPath verification = verification(tenant.id());
        assertThat(verification.getBoolean("intact")).isFalse();
        assertThat(verification.getLong("broken.position")).isEqualTo(position);
        assertThat(verification.getString("broken.reason")).isEqualTo(reason);
    }

    @Test
    void showsThatAnEntryWasRemoved() {
        breaksAt(3, "missing", "DELETE FROM audit_log WHERE tenant_id = ? AND position = 3");
    }

    @Test
    void showsThatTheFirstWasRemoved() {
        breaksAt(1, "missing", "DELETE FROM audit_log WHERE tenant_id = ? AND position = 1");
    }

    @Test
    void showsThatTheLastWereRemoved() {
        breaksAt(5, "missing", "DELETE FROM audit_log WHERE tenant_id = ? AND position > 4");
    }

    @Test
    void showsThatAllWereRemoved() {
        breaksAt(1, "missing", "DELETE FROM audit_log WHERE tenant_id = ?");
    }

    @Test
    void showsThatAFieldWasChanged() {
        for (String change :
                List.of(
                        "actor_type = 'operator'",
                        "actor_id = 'key_x'",
                        "action = 'test.read'",
                        "object_type = 'x'",
                        "object_id = NULL",
                        "outcome = 'failed'",
                        "address = '192.0.2.1'",
                        "detail = 'x'",
                        "count = 2",
                        "at = at + interval '1 microsecond'",
                        "id = 'aud_x'")) {
            String sql = "UPDATE audit_log SET " + change + " WHERE tenant_id = ? AND position = 4";
            breaksAt(4, "changed", sql);
        }
    }

    @Test
    void showsThatAHashWasMadeToFitAChangedEntry() {
        breaksAt(
                5,
                "changed",
                """
                UPDATE audit_log e SET detail = 'x', hash = (
                    SELECT audit_hash((SELECT p.hash FROM audit_log p WHERE p.tenant_id = e.tenant_id AND p.position = 3), 4,
                        (e.tenant_id, e.at, e.id, e.actor_type, e.actor_id, e.action, e.object_type, e.object_id,
                         e.outcome, e.address, 'x', e.count, e.position, e.hash)::audit_log))
                WHERE tenant_id = ? AND position = 4
                """);
    }

    @Test
    void isOneWhenReplicasChainAtOnce() {
        TestTenant tenant = tenant();
        Owner.execute(WRITE, tenant.id(), 500);

        List<Uni<Void>> replicas =
                IntStream.range(0, 6)
                        .mapToObj(
                                n ->
                                        pool.query("SELECT chain_audit_log(70)")
                                                .execute()
                                                .replaceWithVoid())
                        .toList();
        Uni.join().all(replicas).andFailFast().await().indefinitely();
        chain();

        assertThat(verification(tenant.id()).getBoolean("intact")).isTrue();
        assertThat(
                        Owner.column(
                                "SELECT position FROM audit_log WHERE tenant_id = ? ORDER BY 1",
                                tenant.id()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).mapToObj(String::valueOf).toList());
    }

    @Test
    void takesWhatCommitsLateAtItsEnd() {
        TestTenant tenant = withEntries(2);
        Owner.execute(
                "INSERT INTO audit_log (tenant_id, at, actor_type, action, object_type)"
                        + " VALUES (?, now() - interval '1 minute', 'lanyard', 'test.late', 'test')",
                tenant.id());

        chain();

        assertThat(
                        Owner.column(
                                "SELECT action FROM audit_log WHERE tenant_id = ? AND position = 3",
                                tenant.id()))
                .containsExactly("test.late");
        assertThat(verification(tenant.id()).getBoolean("intact")).isTrue();
    }

    @Test
    void keepsTheAnchorOfWhatRetentionRemoved() {
        TestTenant tenant = tenant();
        Owner.execute(WRITE, tenant.id(), 6);
        Owner.execute(
                "UPDATE audit_log SET at = at - interval '500 days' WHERE tenant_id = ? AND object_id < 'no 5'",
                tenant.id());
        chain();
        String hash =
                Owner.column(
                                "SELECT encode(hash, 'hex') FROM audit_log WHERE tenant_id = ? AND position = 4",
                                tenant.id())
                        .get(0);

        chain.expire().await().indefinitely();

        JsonPath verification = verification(tenant.id());
        assertThat(verification.getBoolean("intact")).isTrue();
        assertThat(verification.getLong("entries")).isEqualTo(2);
        assertThat(verification.getLong("anchor.position")).isEqualTo(4);
        assertThat(verification.getString("anchor.hash")).isEqualTo(hash);
        write(tenant, 1);
        assertThat(verification(tenant.id()).getLong("entries")).isEqualTo(3);
    }

    @Test
    void keepsWhatIsYoungerThanThirtyDaysWhateverIsAsked() {
        TestTenant tenant = withEntries(2);

        pool.query("SELECT expire_audit_log('0 seconds', 100)").executeAndAwait();

        assertThat(verification(tenant.id()).getLong("entries")).isEqualTo(2);
    }

    @Test
    void doesNotHideAGapByRetention() {
        TestTenant tenant = withEntries(4);
        Owner.execute("DELETE FROM audit_log WHERE tenant_id = ? AND position = 1", tenant.id());
        age(tenant, 4, "500 days");

        chain.expire().await().indefinitely();

        JsonPath verification = verification(tenant.id());
        assertThat(verification.getString("broken.reason")).isEqualTo("missing");
        assertThat(verification.getLong("broken.position")).isEqualTo(1);
    }

    @Test
    void leavesItsLastHashWhenTheTenantIsErased() {
        TestTenant tenant = withEntries(3);
        String head = verification(tenant.id()).getString("head.hash");

        operator().delete("/admin/v1/tenants/" + tenant.id()).then().statusCode(204);
        write(tenant, 1); // what was under way while the tenant was erased

        JsonPath verification = verification(tenant.id());
        assertThat(verification.getString("anchor.hash")).isEqualTo(head);
        assertThat(verification.getString("head.hash")).isEqualTo(head);
        assertThat(verification.getLong("entries")).isZero();
        assertThat(verification.getString("erased_at")).isNotNull();
        assertThat(Owner.column("SELECT id FROM audit_log WHERE tenant_id = ?", tenant.id()))
                .isEmpty();
    }

    @Test
    void isNotFoundForATenantThatNeverWas() {
        operator().get("/admin/v1/tenants/ten_none/audit-log/verification").then().statusCode(404);
    }
}
