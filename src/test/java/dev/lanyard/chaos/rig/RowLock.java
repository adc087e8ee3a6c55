package dev.lanyard.chaos.rig;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Holds the row of a connection's tokens, so that whoever wants to write the mark waits. */
public final class RowLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()";

    private final Connection sql;

    RowLock(Connection sql, String connectionId) {
        this.sql = sql;
        try {
            sql.setAutoCommit(false);
            try (PreparedStatement statement =
                    sql.prepareStatement(
                            "SELECT 1 FROM token_set WHERE connection_id = ? FOR UPDATE")) {
                statement.setString(1, connectionId);
                statement.executeQuery();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitWaiting() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(this::somebodyWaits);
    }

    private boolean somebodyWaits() throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet result = statement.executeQuery(WAITING)) {
            result.next();
            return result.getInt(1) > 0;
        }
    }

    @Override
    public void close() {
        try (sql) {
            sql.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
