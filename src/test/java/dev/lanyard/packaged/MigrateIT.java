package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Executable;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Migrating: by the command that the migration Job runs, and by replicas at their start. */
class MigrateIT {
    private static final String MIGRATING =
            "SELECT count(DISTINCT usename) FROM pg_stat_activity"
                    + " WHERE application_name LIKE '%JDBC%' AND pid <> pg_backend_pid()";
    private static final String APPLIED = "SELECT count(*) FROM flyway_schema_history";
    private static final String MIGRATIONS =
            "SELECT count(DISTINCT script) FROM flyway_schema_history WHERE success";

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
    void letsTwoReplicasMigrateAnEmptyDatabaseAtOnce() throws Exception {
        try (EmbeddedPostgres database = DevDatabase.open();
                Connection sql = database.getPostgresDatabase().getConnection();
                Statement statement = sql.createStatement()) {
            Map<String, String> settings = Settings.on(database);
            statement.execute("CREATE ROLE other SUPERUSER LOGIN");
            holdUp(statement);
            try (Replica one = Replica.start("migrating-1", settings);
                    Replica other = Replica.start("migrating-2", as("other", settings))) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> count(database, MIGRATING) == 2);
                sql.rollback();

                one.awaitReady();
                other.awaitReady();
                assertThat(one.log() + other.log()).doesNotContain("Not ready");
            }
            assertThat(count(database, APPLIED))
                    .isPositive()
                    .isEqualTo(count(database, MIGRATIONS));
        }
    }

    private static Map<String, String> as(String owner, Map<String, String> settings) {
        return Settings.with(settings, "LANYARD_DB_MIGRATION_USER", owner);
    }

    /** Whoever wants to make the table of what was migrated waits for the end of this. */
    private static void holdUp(Statement statement) throws SQLException {
        statement.getConnection().setAutoCommit(false);
        statement.execute("CREATE TABLE flyway_schema_history ()");
    }

    private static int count(EmbeddedPostgres database, String question) throws SQLException {
        try (Connection sql = database.getPostgresDatabase().getConnection();
                Statement statement = sql.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getInt(1);
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
