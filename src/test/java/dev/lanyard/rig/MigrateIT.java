package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.DevDatabase;
import dev.lanyard.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command that the migration Job runs. */
class MigrateIT {

    @Test
    void migratesAndEndsAndReplicasThatMayNotMigrateServeThen() throws Exception {
        try (EmbeddedPostgres database = DevDatabase.open()) {
            Map<String, String> settings =
                    Settings.with(Settings.on(database), "LANYARD_MIGRATE_AT_START", "false");
            try (Replica waiting = Replica.start("not-migrated", settings)) {
                assertThat(run(settings, "migrate")).isZero();

                waiting.awaitReady();
            }
        }
    }

    @Test
    void refusesAnotherCommand() throws Exception {
        assertThat(run(Map.of(), "migrat")).isEqualTo(1);
    }

    private static int run(Map<String, String> settings, String command)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(Executable.command(List.of()));
        line.add(command);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(settings);
        builder.environment().put("LANYARD_PUBLIC_URL", "http://localhost");
        builder.environment().put("LANYARD_HTTP_PORT", port());
        builder.environment().put("LANYARD_MANAGEMENT_PORT", port());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String port() {
        return String.valueOf(TestDatabase.freePort());
    }
}
