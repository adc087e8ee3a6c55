package dev.lanyard.bench;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The embedded PostgreSQL of a benchmark, as its owner sees it. */
final class BenchDatabase implements AutoCloseable {
    private static final String FILL =
            """
            SET session_replication_role = replica;
            INSERT INTO tenant (tenant_id, name) SELECT 'ten_fill' || n, 'T' || n FROM generate_series(1, %1$d) n;
            INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
            SELECT tenant_id, 'prof_fill', 'bitbucket', 'P', 'c', '\\x00', '{account}', '{}', 'accepted' FROM tenant WHERE tenant_id LIKE 'ten_fill%%';
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
            SELECT 'ten_fill' || 1 + n %% %1$d, 'conn_fill' || n, 'prof_fill', 'bitbucket', 'u' || n, 'a' || n FROM generate_series(1, %2$d) n;
            -- of the size of sealed tokens, and as little to be compressed as they are
            INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, token_type, scopes, issued_at, expires_at, profile_id)
            SELECT c.tenant_id, c.id, b.bytes, substr(b.bytes, 1, 100), 'bearer', '{account}', now(), now() + interval '2 hours', 'prof_fill'
            FROM connection c, LATERAL (
                SELECT string_agg(sha256((c.id || k)::bytea), '') AS bytes FROM generate_series(1, %3$d / 32) k) AS b
            WHERE c.id LIKE 'conn_fill%%';
            """;

    private final EmbeddedPostgres postgres = DevDatabase.open();
    private final long postmaster =
            Long.parseLong(
                    column("SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)").get(0));

    int port() {
        return postgres.getPort();
    }

    /** The process whose children the backends are. */
    long postmaster() {
        return postmaster;
    }

    void fill(BenchPlan plan) {
        execute(FILL.formatted(plan.tenants(), plan.connections(), plan.tokenBytes()));
        execute("VACUUM (ANALYZE)");
    }

    /** Transactions so far, as far as the backends have told: they do within some seconds. */
    long transactions() {
        return Long.parseLong(
                column(
                                "SELECT (xact_commit + xact_rollback)::text FROM pg_stat_database"
                                        + " WHERE datname = current_database()")
                        .get(0));
    }

    void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<String> column(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
