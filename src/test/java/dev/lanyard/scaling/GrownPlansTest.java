package dev.lanyard.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was slow with millions of rows reads by an index as much as it needs, and no more. */
class GrownPlansTest {
    private static final String ROWS =
            """
            SET session_replication_role = replica;
            INSERT INTO tenant (tenant_id, name) SELECT 'ten_' || n, 'T' FROM generate_series(1, 20) n;
            INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
            SELECT tenant_id, 'prof_1', 'bitbucket', 'P', 'c', '', '{}', '{}', 'accepted' FROM tenant;
            INSERT INTO connect_session (tenant_id, id, token_hash, connector_profile_id, end_user_id, status, error_code, created_at, expires_at)
            SELECT 'ten_' || 1 + n % 20, 'cs_' || n, sha256(n::text::bytea), 'prof_1', 'u', 'failed', 'expired',
                   now() - n * interval '1 minute', now() FROM generate_series(1, 20000) n;
            INSERT INTO authorization_request (tenant_id, id, session_id, provider, state_hash, browser_hash, confirmation_hash, expires_at, ended_at)
            SELECT tenant_id, 'ar_' || id, id, 'bitbucket', token_hash, '', '', now(), now() FROM connect_session;
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
            SELECT 'ten_' || 1 + n % 20, 'conn_' || n, 'prof_1', 'bitbucket', 'u' || n, 'a' || n FROM generate_series(1, 50000) n;
            INSERT INTO revocation (tenant_id, id, profile_id, sealed_for, next_at)
            SELECT 'ten_' || 1 + n % 20, 'rev_' || n, 'prof_' || n % 3, 'conn_' || n, now() + n * 7919 % 20000 * interval '1 hour'
            FROM generate_series(1, 20000) n;
            ANALYZE;
            """;

    private static final Map<String, String> STATEMENTS =
            SqlTexts.all().stream()
                    .collect(
                            Collectors.toMap(
                                    SqlTexts.SqlText::name,
                                    SqlTexts.SqlText::sql,
                                    (one, other) -> one));

    private static EmbeddedPostgres database;
    private static Connection connection;

    @BeforeAll
    static void grow() throws SQLException {
        database = DevDatabase.open();
        Flyway.configure().dataSource(database.getPostgresDatabase()).load().migrate();
        connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + database.getPort() + "/postgres",
                        DevDatabase.OWNER,
                        DevDatabase.OWNER);
        TwoServers.run(connection, ROWS);
    }

    @AfterAll
    static void close() throws SQLException, IOException {
        connection.close();
        database.close();
    }

    private static String plan(String name, String values) throws SQLException {
        String prepared = name.replace('.', '_');
        TwoServers.run(connection, "PREPARE " + prepared + " AS " + STATEMENTS.get(name));
        return String.join(
                "\n",
                TwoServers.column(
                        connection,
                        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE " + prepared + values));
    }

    @Test
    void aPageOfSessionsIsReadInItsOrder() throws SQLException {
        assertThat(plan("ConnectSessions.NEWEST", "('ten_3', 'infinity', '~', 51)"))
                .contains("using connect_session_newest")
                .contains("using authorization_request_by_session")
                .doesNotContain("Sort", "Seq Scan on authorization_request");
    }

    @Test
    void sessionsOfADayAreReadByTheirAge() throws SQLException {
        assertThat(plan("ConnectSessions.LAST_DAY", "('ten_3')"))
                .contains("connect_session_newest")
                .doesNotContain("Seq Scan");
    }

    @Test
    void connectionsAreCountedAFewAtATime() throws SQLException {
        assertThat(plan("ConnectionCounts.COUNT", "('ten_3', '', 1000)"))
                .contains("using connection_pkey")
                .containsPattern("Limit \\(actual rows=1000(\\.00)? ")
                .doesNotContain("Seq Scan on connection ");
    }

    @Test
    void aConnectionIsFoundWithoutItsTenantByEachTenantsKey() throws SQLException {
        assertThat(plan("OperatorConnectionResource.SELECT", "('conn_77')"))
                .contains("using connection_pkey on connection ")
                .doesNotContain("Seq Scan on connection ");
    }

    /** Of a tenant that deleted many connections: only those that are put off. */
    @Test
    void whatALimitPutsOffIsFoundByWhenItIsDue() throws SQLException {
        assertThat(plan("RevocationRows.PUT_OFF", "('ten_3', 'prof_1', 'rev_22', 10000.5 * 3600)"))
                .containsPattern("Limit \\(actual rows=166(\\.00)? ")
                .containsPattern("revocation_of_profile.*\\s+Index Cond: .*profile_id.*next_at <")
                .contains("using revocation_pkey")
                .doesNotContain("Seq Scan");
    }

    /** A use of a connection changes no index where its page has room: V31 leaves it. */
    @Test
    void whatAUseChangesStaysInItsPage() throws SQLException {
        TwoServers.run(connection, "BEGIN");
        TwoServers.run(connection, "UPDATE connection SET last_used_at = now() WHERE id LIKE '%7'");

        String share =
                "SELECT 100 * pg_stat_get_xact_tuples_hot_updated(oid) / pg_stat_get_xact_tuples_updated(oid)"
                        + " FROM pg_class WHERE oid = 'connection'::regclass";

        assertThat(Integer.valueOf(TwoServers.column(connection, share).get(0)))
                .isGreaterThanOrEqualTo(95);
        TwoServers.run(connection, "ROLLBACK");
    }
}
