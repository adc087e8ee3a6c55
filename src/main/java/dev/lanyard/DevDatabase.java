package dev.lanyard;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The embedded PostgreSQL of {@code quarkus:dev} and of the tests. The libraries are not part of
 * the packaged application; nothing there asks for this class.
 */
public final class DevDatabase {
    private static final String SWITCH = "dev.lanyard.database";
    private static final String STARTED = "dev.lanyard.database.started";

    private DevDatabase() {}

    /** Whether {@code quarkus:dev} set the switch (pom.xml, quarkus-maven-plugin). */
    static boolean isWanted() {
        return "embedded".equals(System.getProperty(SWITCH));
    }

    /** Starts it once a process, also over live reloads, and points the configuration to it. */
    static void start() {
        if (System.getProperty(STARTED) == null) {
            settings(open()).forEach(System::setProperty);
            System.setProperty(STARTED, "true");
        }
    }

    /** A new, empty server on a free port below {@code target/}; it ends with the process. */
    public static EmbeddedPostgres open() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "postgres"));
            return EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder.toFile()).start();
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL does not start. As root it needs user namespaces (unshare -U): where they are"
                            + " blocked, run as another user.",
                    e);
        }
    }

    /** The configuration that reaches it. */
    public static Map<String, String> settings(EmbeddedPostgres postgres) {
        return Map.of(
                "lanyard.db.host", "localhost",
                "lanyard.db.port", String.valueOf(postgres.getPort()),
                "lanyard.db.name", "postgres",
                "lanyard.db.user", "postgres",
                "lanyard.db.password", "postgres",
                "lanyard.db.ssl-mode", "disable");
    }
}
