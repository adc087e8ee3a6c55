package dev.lanyard.support;

import dev.lanyard.demo.DevDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** SQL by the role that owns the tables, for what the application's role may not. */
public final class Owner {
    private Owner() {}

    /** Runs a statement; how many rows it changed. */
    public static int execute(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of each row, as text. */
    public static List<String> column(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** A connection of that role's. */
    public static Connection connect() throws SQLException {
        Config config = ConfigProvider.getConfig();
        String url =
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(
                                config.getValue("lanyard.db.host", String.class),
                                config.getValue("lanyard.db.port", String.class),
                                config.getValue("lanyard.db.name", String.class));
        return DriverManager.getConnection(url, DevDatabase.OWNER, DevDatabase.OWNER);
    }
}
