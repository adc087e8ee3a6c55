package dev.lanyard.tenant.audit;

import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the owner of the tables does to an entry shows. */
@QuarkusTest
class AuditTamperingTest extends ChainFixture {
    private static void age(TestTenant tenant, int upTo, String by) {
        Owner.execute(
                "UPDATE audit_log SET at = at - ?::interval WHERE tenant_id = ? AND position <= ?",
                by,
                tenant.id(),
                upTo);
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
                        "actor_token = 'jti x'",
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
                         e.outcome, e.address, 'x', e.count, e.position, e.hash, e.actor_token)::audit_log))
                WHERE tenant_id = ? AND position = 4
                """);
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
}
