package dev.lanyard.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The embedded PostgreSQL of {@code quarkus:dev} and of the tests. The libraries are not part of
 * the packaged application; nothing there asks for this class.
 */
public final class DevDatabase {
    private static final String SWITCH = "dev.lanyard.database";
    private static final String STARTED = "dev.lanyard.database.started";

    /** The role of the application, and its password. */
    public static final String USER = "lanyard_app";

    /** The role that migrates, its password, and the database. */
    public static final String OWNER = "postgres";

    private DevDatabase() {}

    /** Whether {@code quarkus:dev} set the switch (pom.xml, quarkus-maven-plugin). */
    public static boolean isWanted() {
        return "embedded".equals(System.getProperty(SWITCH));
    }

    /** Starts it once a process, also over live reloads, and points the configuration to it. */
    public static void start() {
        if (System.getProperty(STARTED) == null) {
            settings(open()).forEach(System::setProperty);
            System.setProperty(STARTED, "true");
        }
    }

    /**
     * A new server on a free port below {@code target/}, empty but for the application's role; it
     * ends with the process.
     */
    public static EmbeddedPostgres open() {
        return open(0);
    }

    /** The same on this port; 0: a free one. */
    public static EmbeddedPostgres open(int port) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "postgres"));
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder()
                            .setPort(port)
                            .setOverrideWorkingDirectory(folder.toFile())
                            .start();
            createRole(postgres);
            return postgres;
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL does not start. As root it needs user namespaces"
                            + " (unshare -U): where they are blocked, run as another user.",
                    e);
        }
    }

    private static void createRole(EmbeddedPostgres postgres) {
        String sql = "CREATE ROLE " + USER + " LOGIN PASSWORD '" + USER + "'";
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The configuration that reaches it: one role owns the tables, another uses them. */
    public static Map<String, String> settings(EmbeddedPostgres postgres) {
        return Map.of(
                "lanyard.db.host", "localhost",
                "lanyard.db.port", String.valueOf(postgres.getPort()),
                "lanyard.db.name", OWNER,
                "lanyard.db.user", USER,
                "lanyard.db.password", USER,
                "lanyard.db.migration.user", OWNER,
                "lanyard.db.migration.password", OWNER,
                "lanyard.db.ssl-mode", "disable");
    }
}
