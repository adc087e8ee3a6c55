package dev.lanyard.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The connections of the migrations. They can be cut from another thread, as JDBC waits without end
 * for a server that says nothing; and they notice a connection pooler.
 */
final class MigrationConnections extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    private final transient Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final transient Supplier<String> password;
    private transient volatile boolean pooled;

    /**
     * @param password asked for at each connection
     */
    MigrationConnections(String url, String user, Supplier<String> password) {
        setURL(url);
        setUser(user);
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        open.removeIf(MigrationConnections::isClosed);
        setPassword(password.get());
        Connection connection = super.getConnection();
        open.add(connection);
        pooled = pooled || isPooled(connection);
        return connection;
    }

    /** Ends what waits on any of them, at once. */
    void cut() {
        for (Connection connection : open) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                open.remove(connection); // it is closed already
            }
        }
    }

    /** Whether a pooler is between: the session that answers is not the one that was opened. */
    boolean isPooled() {
        return pooled;
    }

    private static boolean isPooled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
            return pid.next()
                    && pid.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
