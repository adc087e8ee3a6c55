package dev.lanyard.tenant.audit;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The chain of what was written, its growth and its beginning. */
@QuarkusTest
class AuditChainTest extends ChainFixture {
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
                "INSERT INTO audit_log (tenant_id, at, actor_type, action, object_type) VALUES (?,"
                        + " now() - interval '1 minute', 'lanyard', 'test.late', 'test')",
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
                "UPDATE audit_log SET at = at - interval '500 days' WHERE tenant_id = ? AND"
                        + " object_id < 'no 5'",
                tenant.id());
        chain();
        String hash =
                Owner.column(
                                "SELECT encode(hash, 'hex') FROM audit_log WHERE tenant_id = ? AND"
                                        + " position = 4",
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
