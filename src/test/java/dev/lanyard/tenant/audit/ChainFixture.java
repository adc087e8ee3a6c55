package dev.lanyard.tenant.audit;

import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;

/** Tenants with entries in their logs, chained. */
abstract class ChainFixture {
    static final String WRITE =
            "INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id) SELECT"
                    + " ?, 'lanyard', 'test.written', 'test', 'no ' || n FROM generate_series(1, ?) n";

    @Inject AuditChain chain;
    @Inject Pool pool;

    /** A tenant whose log has so many chained entries. */
    TestTenant withEntries(int count) {
        TestTenant tenant = tenant();
        write(tenant, count);
        return tenant;
    }

    void write(TestTenant tenant, int count) {
        Owner.execute(WRITE, tenant.id(), count);
        chain();
    }

    /** Until nothing waits; the schedule may be at it, too. */
    void chain() {
        do {
            chain.extend().await().indefinitely();
        } while (!Owner.column("SELECT id FROM audit_log WHERE position IS NULL").isEmpty());
    }

    static JsonPath verification(String tenantId) {
        return operator()
                .get("/admin/v1/tenants/" + tenantId + "/audit-log/verification")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
