package dev.lanyard.tenant;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.operator;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

abstract class TenantErasureCases {
    private static final String TABLES =
            """
            SELECT c.table_name FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id'
              AND t.table_type = 'BASE TABLE'
            """;

    private static final String NEEDED =
            """
            SELECT column_name || ' ' || data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = ? AND is_nullable = 'NO'
              AND column_default IS NULL AND is_identity = 'NO'
            """;

    /** The last hash of its audit log stays: it says that there was one. */
    private static final String ANCHOR = "audit_chain";

    /** Times lie ahead: what is due or expired is worked on meanwhile. */
    private static final Map<String, String> ANY_VALUE =
            Map.of(
                    "text", "'x'",
                    "bytea", "'\\x00'",
                    "timestamp with time zone", "now() + interval '1 day'",
                    "ARRAY", "'{}'",
                    "jsonb", "'{}'",
                    "integer", "1",
                    "bigint", "1");

    /**
     * A row of each table beside tenant, data_key and api_key: what its keys and checks ask for.
     */
    private static final Map<String, Map<String, String>> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put("workload_identity", Map.of("id", "wid_1"));
        ROWS.put("connector_profile", Map.of("id", "prof_1", "credentials_status", "accepted"));
        ROWS.put(
                "connection",
                Map.of("id", "conn_1", "connector_profile_id", "prof_1", "end_user_id", "u"));
        ROWS.put("token_set", Map.of("connection_id", "conn_1"));
        ROWS.put("connection_alias", Map.of("id", "conn_2", "connection_id", "conn_1"));
        ROWS.put("profile_pace", Map.of("profile_id", "prof_1"));
        ROWS.put("token_request_place", Map.of("profile_id", "prof_1"));
        ROWS.put("connect_session", Map.of("id", "cs_1", "connector_profile_id", "prof_1"));
        ROWS.put("connect_session_step", Map.of("session_id", "cs_1", "outcome", "succeeded"));
        ROWS.put("imported_token", Map.of("connection_id", "conn_1"));
        ROWS.put("authorization_request", Map.of("session_id", "cs_1"));
        ROWS.put("waiting_grant", Map.of("session_id", "cs_1", "reason", "account"));
        ROWS.put("event", Map.of("id", "evt_1"));
        ROWS.put("webhook", Map.of("id", "whk_1"));
        ROWS.put("webhook_delivery", Map.of("webhook_id", "whk_1", "event_id", "evt_1"));
        ROWS.put("revocation", Map.of("profile_id", "prof_1", "next_at", "2100-01-01"));
        ROWS.put("audit_log", Map.of("actor_type", "lanyard"));
        ROWS.put(ANCHOR, Map.of());
    }

    private void fill(TestTenant tenant) {
        ROWS.forEach((table, values) -> insert(table, tenant.id(), values));
    }

    private void insert(String table, String tenantId, Map<String, String> values) {
        Map<String, String> row = new TreeMap<>();
        for (String column : Owner.column(NEEDED, table)) {
            String[] nameAndType = column.split(" ", 2);
            row.put(nameAndType[0], ANY_VALUE.get(nameAndType[1]));
        }
        values.forEach((column, value) -> row.put(column, "'" + value + "'"));
        row.put("tenant_id", "'" + tenantId + "'");
        row.computeIfPresent("subject", (column, any) -> "'" + tenantId + "'"); // no two tenants'

        String columns = String.join(", ", row.keySet());
        String expressions = String.join(", ", row.values());
        Owner.execute(
                "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING"
                        .formatted(table, columns, expressions));
    }

    private Map<String, Long> rowsOf(TestTenant tenant) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : Owner.column(TABLES)) {
            String count = "SELECT count(*) FROM " + table + " WHERE tenant_id = ?";
            rows.put(table, Long.valueOf(Owner.column(count, tenant.id()).get(0)));
        }
        return rows;
    }

    @Test
    void leavesNoRowOfTheTenantInAnyTableAndAllOfOthers() {
        TestTenant gone = tenant();
        TestTenant stays = tenant();
        String key = gone.key();
        stays.key();
        fill(gone);
        fill(stays);
        assertThat(rowsOf(gone).values())
                .as("every table has a row: %s", rowsOf(gone))
                .allMatch(n -> n > 0);

        operator().delete("/admin/v1/tenants/" + gone.id()).then().statusCode(204);

        Map<String, Long> left = rowsOf(gone);
        assertThat(left.remove(ANCHOR)).isEqualTo(1);
        assertThat(left.values()).allMatch(n -> n == 0);
        assertThat(rowsOf(stays).values()).allMatch(n -> n > 0);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> bearer(key).get("/v1/events").statusCode() == 401);
    }
}
