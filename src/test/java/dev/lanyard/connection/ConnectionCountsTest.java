package dev.lanyard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.ConnectionCounts.CountedStatus;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ConnectionCountsTest {
    @Inject ConnectionCounts counts;

    @BeforeEach
    void connect() {
        Owner.execute(
                "INSERT INTO tenant (tenant_id, name) SELECT 'ten_walk' || n, 'W' FROM generate_series(1, 3) n");
        Owner.execute(
                "INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)"
                        + " SELECT 'ten_walk' || n, 'prof_w', 'walked', 'P', 'c', '', '{}', '{}',"
                        + " CASE n WHEN 3 THEN 'rejected' ELSE 'accepted' END FROM generate_series(1, 3) n");
        Owner.execute(
                "INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id, disabled, awaiting_confirmation,"
                        + " health, reason_code)"
                        + " SELECT 'ten_walk' || 1 + n % 3, 'conn_walk' || n, 'prof_w', 'walked', 'u', 'a' || n, n % 10 = 1, n % 10 = 2,"
                        + " CASE WHEN n % 10 = 3 THEN 'reconnect_required' ELSE 'active' END, CASE WHEN n % 10 = 3 THEN 'grant_revoked' END"
                        + " FROM generate_series(1, 60) n");
    }

    @AfterEach
    void leave() {
        Owner.execute("DELETE FROM connection WHERE tenant_id LIKE 'ten_walk%'");
        Owner.execute("DELETE FROM tenant WHERE tenant_id LIKE 'ten_walk%'");
    }

    /** Sixty connections of three tenants: a batch may end within one, and with the last. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 60, 10_000})
    void countsEachConnectionOnceWhateverTheBatch(int batch) {
        counts.count(batch).await().atMost(Duration.ofSeconds(30));

        assertThat(ofWalked())
                .isEqualTo(
                        Map.of(
                                "disabled", 6L,
                                "awaiting_confirmation", 6L,
                                "reconnect_required", 6L,
                                "degraded", 14L,
                                "active", 28L));
    }

    /** Both as PostgreSQL understood them. */
    @Test
    void theStatusIsThatOfTheView() throws SQLException {
        try (Connection owner = Owner.connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false); // nobody sees the view, and it goes with the connection
            statement.execute(
                    "CREATE VIEW connection_counted AS SELECT "
                            + ConnectionCounts.STATUS.formatted("p.credentials_status")
                            + " FROM connection c JOIN connector_profile p"
                            + " ON p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id");

            assertThat(status(statement, "connection_counted"))
                    .startsWith("CASE WHEN")
                    .isEqualTo(status(statement, "connection_shown"));
            owner.rollback();
        }
    }

    /** The first expression of a view. */
    private static String status(Statement statement, String view) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT pg_get_viewdef('" + view + "'::regclass)")) {
            rows.next();
            String sql = rows.getString(1).replaceAll("\\s+", " ");
            return sql.substring(sql.indexOf("CASE"), sql.indexOf("AS status"));
        }
    }

    private Map<String, Long> ofWalked() {
        return counts.latest().stream()
                .filter(each -> each.provider().equals("walked"))
                .collect(Collectors.toMap(CountedStatus::status, CountedStatus::connections));
    }

    @Test
    void aSecondCountReplacesTheFirst() {
        counts.count(7).await().atMost(Duration.ofSeconds(30));
        List<CountedStatus> first = counts.latest();

        Owner.execute("DELETE FROM connection WHERE id = 'conn_walk4'");
        counts.count(7).await().atMost(Duration.ofSeconds(30));

        assertThat(first).isNotEqualTo(counts.latest());
        assertThat(ofWalked().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(59);
    }
}
