package dev.lanyard.scaling;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;

/**
 * Two PostgreSQL servers with Lanyard's tables, and a third database before them whose tables of
 * the same names have a partition at each, by the hash of the tenant. It stands for a distributed
 * PostgreSQL as far as where rows are found; it has neither its planner nor its transactions.
 */
final class TwoServers implements AutoCloseable {
    private static final String FRONT = "front";

    private final List<EmbeddedPostgres> servers = new ArrayList<>();
    private final Connection front;

    TwoServers(Set<String> ofTenants) throws SQLException {
        for (int n = 0; n < 2; n++) {
            EmbeddedPostgres server = DevDatabase.open();
            servers.add(server);
            Flyway.configure().dataSource(server.getPostgresDatabase()).load().migrate();
        }
        try (Connection first = at(0)) {
            run(first, "CREATE DATABASE " + FRONT);
        }
        front = connect(0, FRONT);
        run(front, "CREATE EXTENSION postgres_fdw");
        for (int n = 0; n < 2; n++) {
            name(n);
        }
        run(
                front,
                "IMPORT FOREIGN SCHEMA public LIMIT TO (vault_key, vault_rotation) FROM SERVER s0 INTO public");
        for (String table : ofTenants) {
            if (!table.equals("connection_shown")) {
                distribute(table);
            }
        }
        describe();
    }

    private void name(int n) throws SQLException {
        String server =
                """
                CREATE SERVER s%1$d FOREIGN DATA WRAPPER postgres_fdw
                OPTIONS (host 'localhost', port '%2$d', dbname 'postgres');
                CREATE USER MAPPING FOR postgres SERVER s%1$d OPTIONS (user 'postgres', password 'postgres');
                CREATE SCHEMA s%1$d;
                IMPORT FOREIGN SCHEMA public EXCEPT (connection_shown) FROM SERVER s%1$d INTO s%1$d;
                """;
        run(front, server.formatted(n, servers.get(n).getPort()));
    }

    private void distribute(String table) throws SQLException {
        String partitioned =
                """
                CREATE TABLE %1$s (LIKE s0.%1$s) PARTITION BY HASH (tenant_id);
                ALTER TABLE %1$s ATTACH PARTITION s0.%1$s FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                ALTER TABLE %1$s ATTACH PARTITION s1.%1$s FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                """;
        run(front, partitioned.formatted(table));
    }

    /** Functions and the view, which no foreign schema brings. */
    private void describe() throws SQLException {
        run(front, "SET check_function_bodies = off");
        try (Connection first = at(0)) {
            for (String function :
                    column(
                            first,
                            "SELECT pg_get_functiondef(oid) FROM pg_proc"
                                    + " WHERE pronamespace = 'public'::regnamespace ORDER BY oid")) {
                run(front, function);
            }
            run(
                    front,
                    "CREATE VIEW connection_shown AS "
                            + column(first, "SELECT pg_get_viewdef('connection_shown')").get(0));
        }
    }

    /** The database that has no row of its own. */
    Connection front() {
        return front;
    }

    /** A connection to one of the servers. */
    Connection at(int n) throws SQLException {
        return connect(n, "postgres");
    }

    private Connection connect(int n, String database) throws SQLException {
        String url =
                "jdbc:postgresql://localhost:"
                        + servers.get(n).getPort()
                        + "/"
                        + database
                        + "?preferQueryMode=simple"; // which EXPLAIN (GENERIC_PLAN) needs
        return DriverManager.getConnection(url, DevDatabase.OWNER, DevDatabase.OWNER);
    }

    /** Which server has the rows of a tenant. */
    int home(String tenant) throws SQLException {
        String first =
                "SELECT satisfies_hash_partition('tenant'::regclass, 2, 0, '" + tenant + "'::text)";
        return column(front, first).get(0).equals("t") ? 0 : 1;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of what a statement finds. */
    static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        front.close();
        for (EmbeddedPostgres server : servers) {
            server.close();
        }
    }
}
