package dev.lanyard.connection;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
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

    /** Those that need somebody are few among a million: what the planner can choose. */
    @Test
    void hasAnIndex() {
        usesIndex("degraded", "health = 'degraded'", "connection_unwell");
        usesIndex("reconnect_required", "health = 'reconnect_required'", "connection_unwell");
        usesIndex("disabled", "disabled = true", "connection_disabled");
        usesIndex("awaiting_confirmation", "awaiting_confirmation = true", "connection_awaiting");
    }

    private static void usesIndex(String status, String condition, String index) {
        assertThat(String.join("\n", Owner.column(INDEXED.formatted(status, condition))))
                .contains(index);
    }
}
