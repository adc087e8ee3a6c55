package dev.lanyard.tenant;

import static dev.lanyard.Fixtures.bearer;
import static dev.lanyard.Fixtures.operator;
import static dev.lanyard.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantErasureTest {
    private static final String TABLES =
            """
            SELECT c.table_name FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id'
              AND t.table_type = 'BASE TABLE'
            """;

    /** One row, with its dependents, in every table of V1__lanyard.sql. */
    private static final List<String> ROWS =
            List.of(
                    """
                    INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
                    VALUES ($1, 'prof_1', 'bitbucket', 'p', 'c', '\\x00', '{account}', '{}', 'accepted')
                    """,
                    "INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id)"
                            + " VALUES ($1, 'conn_1', 'prof_1', 'bitbucket', 'u')",
                    "INSERT INTO token_set (tenant_id, connection_id, expires_at) VALUES ($1, 'conn_1', now())",
                    "INSERT INTO connection_alias (tenant_id, id, connection_id, until)"
                            + " VALUES ($1, 'conn_2', 'conn_1', now())",
                    "INSERT INTO profile_pace (tenant_id, profile_id) VALUES ($1, 'prof_1')",
                    "INSERT INTO token_request_place (tenant_id, profile_id, place) VALUES ($1, 'prof_1', 1)",
                    """
                    INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, expires_at)
                    VALUES ($1, 'cs_1', '\\x00', 'prof_1', 'u', now())
                    """,
                    """
                    INSERT INTO authorization_request (tenant_id, id, session_id, provider, state_hash, browser_hash, code_verifier, expires_at)
                    VALUES ($1, 'ar_1', 'cs_1', 'bitbucket', '\\x00', '\\x00', '\\x00', now())
                    """,
                    "INSERT INTO waiting_grant (tenant_id, session_id, sealed, reason)"
                            + " VALUES ($1, 'cs_1', '\\x00', 'account')",
                    "INSERT INTO event (tenant_id, id, type, subject, data)"
                            + " VALUES ($1, 'evt_1', 'connection.created', 'conn_1', '{}')");

    @Inject Pool pool;

    private void fill(TestTenant tenant) {
        for (String row : ROWS) {
            pool.preparedQuery(row).execute(Tuple.of(tenant.id())).await().indefinitely();
        }
    }

    private Map<String, Long> rowsOf(TestTenant tenant) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables()) {
            Row count =
                    pool.preparedQuery("SELECT count(*) FROM " + table + " WHERE tenant_id = $1")
                            .execute(Tuple.of(tenant.id()))
                            .await()
                            .indefinitely()
                            .iterator()
                            .next();
            rows.put(table, count.getLong(0));
        }
        return rows;
    }

    private List<String> tables() {
        List<String> names = new ArrayList<>();
        pool.query(TABLES)
                .execute()
                .await()
                .indefinitely()
                .forEach(row -> names.add(row.getString(0)));
        return names;
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

        assertThat(rowsOf(gone).values()).allMatch(n -> n == 0);
        assertThat(rowsOf(stays).values()).allMatch(n -> n > 0);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> bearer(key).get("/v1/events").statusCode() == 401);
    }
}
