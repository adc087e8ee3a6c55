package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each status is found, by what the indexes know of it. */
@QuarkusTest
class StatusFilterTest {
    private static final String INDEXED =
            """
            EXPLAIN SELECT id FROM connection_shown
            WHERE tenant_id = 'ten_x' AND status = '%s' AND %s
              AND (created_at, id) < (now(), 'conn_x')
            ORDER BY created_at DESC, id DESC LIMIT 51
            """;

    private static List<String> listed(Connected connection, String status) {
        return connection
                .journey()
                .api()
                .get("/v1/connections?status=" + status)
                .jsonPath()
                .getList("items.id");
    }

    private static void set(Connected connection, String assignment) {
        int changed =
                Owner.execute(
                        "UPDATE connection SET " + assignment + " WHERE tenant_id = ? AND id = ?",
                        connection.journey().tenant().id(),
                        connection.id());
        assertThat(changed).isEqualTo(1);
    }

    private static void isOnlyIn(Connected connection, String status) {
        for (String other : ConnectionFilter.STATUSES) {
            assertThat(listed(connection, other))
                    .as(other)
                    .isEqualTo(other.equals(status) ? List.of(connection.id()) : List.of());
        }
    }

    @Test
    void ofTheConnectionsOwnHealth() {
        Connected connection = Connected.at(GRACE);
        isOnlyIn(connection, "active");

        set(connection, "health = 'degraded', reason_code = 'refresh_failing'");
        isOnlyIn(connection, "degraded");
        set(connection, "health = 'reconnect_required', reason_code = 'grant_revoked'");
        isOnlyIn(connection, "reconnect_required");
    }

    @Test
    void ofTheSwitchesBesideIt() {
        Connected connection = Connected.at(GRACE);

        set(connection, "disabled = true");
        isOnlyIn(connection, "disabled");
        set(connection, "awaiting_confirmation = true");
        isOnlyIn(connection, "awaiting_confirmation");
    }

    @Test
    void ofTheProfilesSecret() {
        Connected connection = Connected.at(GRACE);

        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected' WHERE tenant_id = ?",
                connection.journey().tenant().id());

        isOnlyIn(connection, "degraded");
    }

    /** They come by ids of their own, page by page. */
    @Test
    void ofTheProfilesSecretPageByPage() {
        Connected connection = Connected.at(GRACE);
        String tenant = connection.journey().tenant().id();
        Owner.execute(
                """
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id,
                    health, reason_code, created_at)
                SELECT tenant_id, 'conn_more' || n, connector_profile_id, provider, 'u' || n, 'a' || n,
                    CASE WHEN n = 2 THEN 'degraded' WHEN n = 3 THEN 'reconnect_required' ELSE 'active' END,
                    CASE WHEN n = 2 THEN 'refresh_failing' WHEN n = 3 THEN 'grant_revoked' END,
                    created_at - n * interval '1 second'
                FROM connection, generate_series(1, 4) n WHERE tenant_id = ?
                """,
                tenant);
        Owner.execute(
                """
                INSERT INTO token_set (tenant_id, connection_id, expires_at)
                SELECT tenant_id, id, now() FROM connection WHERE tenant_id = ? AND id LIKE 'conn_more%'
                """,
                tenant);
        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected' WHERE tenant_id = ?",
                tenant);

        List<String> found = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page =
                    connection
                            .journey()
                            .api()
                            .get("/v1/connections?status=degraded&limit=2" + cursor)
                            .jsonPath();
            found.addAll(page.getList("items.id"));
            cursor = page.get("next_cursor") == null ? null : "&cursor=" + page.get("next_cursor");
        }

        assertThat(found)
                .containsExactly(connection.id(), "conn_more1", "conn_more2", "conn_more4");
    }

    @Test
    void ofNoneThoughASecretIsRejected() {
        Connected connection = Connected.at(GRACE);
        Owner.execute(
                "UPDATE connector_profile SET credentials_status = 'rejected' WHERE tenant_id = ?",
                connection.journey().tenant().id());
        set(connection, "disabled = true");

        assertThat(listed(connection, "degraded")).isEmpty();
    }

    /** One provider's and one profile's, however rare: a page is read in its order. */
    @Test
    void hasAnIndexForProviderAndProfile() {
        inOrder("provider", "connection_by_provider");
        inOrder("connector_profile_id", "connection_by_profile");
    }

    private static void inOrder(String column, String index) {
        assertThat(
                        Owner.column(
                                "SELECT indexdef FROM pg_indexes WHERE indexname = '"
                                        + index
                                        + "'"))
                .singleElement()
                .asString()
                .contains("(tenant_id, " + column + ", created_at DESC, id DESC)");
    }

    /** Those that need somebody are few among a million: what the planner can choose. */
    @Test
    void hasAnIndex() {
        usesIndex("degraded", "health = 'degraded'", "connection_unwell");
        usesIndex("reconnect_required", "health = 'reconnect_required'", "connection_unwell");
        usesIndex("disabled", "disabled = true", "connection_disabled");
        usesIndex("awaiting_confirmation", "awaiting_confirmation = true", "connection_awaiting");
    }

    private static void usesIndex(String status, String condition, String index) {
        assertThat(plan(INDEXED.formatted(status, condition))).contains(index);
    }

    /** As of a table that is too large to be read from its beginning. */
    private static String plan(String explain) {
        try (java.sql.Connection connection = Owner.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            List<String> lines = new ArrayList<>();
            ResultSet rows = statement.executeQuery(explain);
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return String.join("\n", lines);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
