package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the process does at start with a configuration or a database that is not as it should be.
 */
class StartIT {
    private static final Map<String, String> COMPLETE =
            Settings.with(Settings.on(1), "LANYARD_PUBLIC_URL", "https://connect.example");

    /** An empty value counts as none. */
    @Test
    void namesEveryMissingKeyInOneLine() {
        Map<String, String> settings = Map.of("LANYARD_PUBLIC_URL", "");

        assertThat(refusal("nothing", settings))
                .contains(
                        "LANYARD_PUBLIC_URL",
                        "LANYARD_DB_HOST",
                        "LANYARD_DB_NAME",
                        "LANYARD_DB_USER",
                        "LANYARD_DB_PASSWORD",
                        "LANYARD_ADMIN_TOKEN");
    }

    @Test
    void refusesToStartWithoutVaultKeys() {
        assertThat(refusal("keyless", Settings.without(COMPLETE, "LANYARD_VAULT_KEYS")))
                .contains("LANYARD_VAULT_KEYS");
    }

    @Test
    void namesEveryKeyOfTheWrongType() {
        refusesEach(
                Map.of(
                        "LANYARD_DB_PORT", "many",
                        "LANYARD_DB_SSL_MODE", "perhaps",
                        "LANYARD_REFRESH", "sometimes",
                        "LANYARD_MIGRATE_AT_START", "perhaps",
                        "LANYARD_WEBHOOK_ALLOW_PRIVATE", "perhaps",
                        "LANYARD_SHUTDOWN_DELAY", "soon",
                        "LANYARD_SANDBOX", "perhaps",
                        "LANYARD_MANAGEMENT_PORT", "none"));
    }

    @Test
    void namesEveryKeyWithAValueThatCannotBe() {
        refusesEach(
                Map.of(
                        "LANYARD_PUBLIC_URL", "https://connect.example/path",
                        "LANYARD_DB_POOL_SIZE", "0",
                        "LANYARD_DB_SSL_ROOT_CERT", "/no/such/file.pem",
                        "LANYARD_DB_MIGRATION_USER", "somebody",
                        "LANYARD_VAULT_KEYS", "1:c2hvcnQ=",
                        "LANYARD_ADMIN_TOKEN", "short",
                        "LANYARD_PROVIDERS_DIR", "/no/such/folder",
                        "LANYARD_HTTP_PORT", "65536"));
    }

    private static void refusesEach(Map<String, String> malformed) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.remove("LANYARD_DB_MIGRATION_PASSWORD");
        settings.putAll(malformed);
        assertThat(refusal("malformed", settings)).contains(malformed.keySet());
    }

    @Test
    void refusesAMalformedProviderEntryNamingFileAndField(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("acme.yaml");
        Files.writeString(
                file, "name: acme\ndisplay_name: Acme\nauthorization_endpoint: nowhere\n");
        Map<String, String> settings =
                Settings.with(COMPLETE, "LANYARD_PROVIDERS_DIR", folder.toString());

        assertThat(refusal("provider", settings))
                .contains(file.toString(), "authorization_endpoint");
    }

    @Test
    void refusesAVaultKeyThatIsNotTheOneInUse() {
        Map<String, String> settings =
                Settings.with(
                        Cluster.shared().settings(),
                        "LANYARD_VAULT_KEYS",
                        "1:" + Settings.vaultKey(2));

        assertThat(refusal("vault-key", settings)).contains("LANYARD_VAULT_KEYS");
    }

    /** Too short, not Base64, without an id, an id twice. */
    @ParameterizedTest
    @ValueSource(strings = {"1:%.40s", "1:%s***", "%s", "1:%1$s,1:%1$s"})
    void refusesMalformedVaultKeysWithoutShowingThem(String shape) {
        String key = Settings.vaultKey(7);
        Map<String, String> settings =
                Settings.with(COMPLETE, "LANYARD_VAULT_KEYS", shape.formatted(key));

        assertThat(refusal("malformed-vault-key", settings))
                .contains("LANYARD_VAULT_KEYS")
                .doesNotContain(key.substring(0, 12));
    }

    /** The one line of a process that must end with 1. */
    private static String refusal(String name, Map<String, String> settings) {
        try (Replica replica = Replica.start("start-" + name, settings)) {
            assertThat(replica.awaitExit()).as(replica.log()).isEqualTo(1);
            List<String> lines =
                    replica.log().lines().filter(line -> line.contains("cannot start")).toList();
            assertThat(lines).as(replica.log()).hasSize(1);
            return lines.get(0);
        }
    }

    @Test
    void waitsForADatabaseThatIsDownAndRecoversByItself() throws IOException {
        int port = TestDatabase.freePort();

        try (Replica replica = Replica.start("start-database-down", Settings.on(port))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> replica.health("live") == 200);
            assertThat(replica.health("ready")).isEqualTo(503);

            try (EmbeddedPostgres ignored = DevDatabase.open(port)) {
                replica.awaitReady();
            }
        }
    }

    @Test
    void takesAPasswordLiterally() throws IOException, SQLException {
        String password = "${x}\\{$1 '\"%s";
        try (EmbeddedPostgres postgres = DevDatabase.open()) {
            demandPasswords(postgres, password);
            Map<String, String> settings = Settings.on(postgres);
            settings.put("LANYARD_DB_USER", "literal");
            settings.put("LANYARD_DB_NAME", "literal");
            settings.put("LANYARD_DB_PASSWORD", password);

            try (Replica replica = Replica.start("start-password", settings)) {
                replica.awaitReady();
            }
        }
    }

    /** A user and a database "literal", who is asked for the password, unlike the others. */
    private static void demandPasswords(EmbeddedPostgres postgres, String password)
            throws IOException, SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String quoted = "'" + password.replace("'", "''") + "'";
            statement.execute("CREATE ROLE literal LOGIN PASSWORD " + quoted);
            statement.execute("CREATE DATABASE literal OWNER literal");
            Path rules = hba(statement);
            Files.writeString(
                    rules, "host all literal all scram-sha-256\n" + Files.readString(rules));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static Path hba(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW hba_file")) {
            result.next();
            return Path.of(result.getString(1));
        }
    }
}
