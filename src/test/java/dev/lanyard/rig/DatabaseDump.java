package dev.lanyard.rig;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Every row of every table as text; binary columns in hexadecimal. */
public final class DatabaseDump {
    private DatabaseDump() {}

    static String of(DataSource database) {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t");
                while (rows.next()) {
                    dump.append(table).append(' ').append(rows.getString(1)).append('\n');
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return dump.toString();
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        ResultSet rows =
                statement.executeQuery(
                        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM"
                                + " information_schema.tables WHERE table_type = 'BASE TABLE' AND"
                                + " table_schema NOT IN ('pg_catalog', 'information_schema')");
        while (rows.next()) {
            names.add(rows.getString(1));
        }
        return names;
    }

    public static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
