package dev.lanyard.chaos.rig;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Api;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.OpenedKey;
import dev.lanyard.wild.WildAuthorizationServer;
import dev.lanyard.wild.WildAuthorizationServer.Grant;
import dev.lanyard.wild.WildHabits;
import dev.lanyard.wild.WildServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Two replicas at providers composed at random, and one tenant whose profiles these are. Time is
 * moved by SQL.
 */
public final class WildRig implements AutoCloseable {
    private static final String CONNECTION =
            """
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
            VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String TOKENS =
            """
            INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, issued_at, expires_at, profile_id)
            VALUES (?, ?, ?, ?, now() - interval '2 hours', now() - interval '1 second', ?)
            """;

    private final WildServer provider = new WildServer();
    private final EmbeddedPostgres database = DevDatabase.open();
    private final Map<String, String> settings = new HashMap<>(Settings.on(database));
    private final Replica first;
    private final Replica second;
    private final String tenantId;
    private final Api api;
    private final DataKey key;

    public WildRig() {
        settings.put("LANYARD_PROVIDERS_DIR", catalogue().toString());
        first = Replica.start("wild-1", settings);
        settings.put("LANYARD_PUBLIC_URL", first.url().toString());
        first.awaitReady();
        second = Replica.start("wild-2", settings).awaitReady();
        Api operator = new Api(first.url(), Settings.ADMIN_TOKEN);
        tenantId = operator.post("/admin/v1/tenants", JsonObject.of("name", "Wild")).text("id");
        JsonObject newKey =
                JsonObject.of("name", "rig", "scopes", JsonArray.of("manage", "tokens"));
        api =
                new Api(
                        first.url(),
                        operator.post("/admin/v1/tenants/" + tenantId + "/api-keys", newKey)
                                .expect(201)
                                .text("key"));
        key = dataKey();
    }

    private Path catalogue() {
        try (InputStream in = WildRig.class.getResourceAsStream("/providers/bitbucket.yaml")) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Path folder = Files.createTempDirectory(Path.of("target"), "providers");
            for (String name : new String[] {"0-0", "0-30", "600-0", "600-30"}) {
                Files.writeString(folder.resolve("wild-" + name + ".yaml"), entry(yaml, name));
            }
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String entry(String yaml, String name) {
        String base = "http://localhost:" + provider.port();
        return yaml.replace("name: bitbucket\n", "name: wild-" + name + "\n")
                .replace("https://bitbucket.org", base)
                .replace("https://api.bitbucket.org", base)
                .replace("hosts: [api.bitbucket.org]", "hosts: [localhost]")
                .replace("grace: PT10M", name.startsWith("0") ? "grace: PT0S" : "grace: PT10M")
                .replace("lockout: PT10M", name.endsWith("-0") ? "lockout: PT0S" : "lockout: PT2S")
                .replace("background_per_hour: 900", "background_per_hour: 90000");
    }

    /** The API at the first replica. */
    public Api api() {
        return api;
    }

    /** The same at the second. */
    public Api elsewhere() {
        return new Api(second.url(), api.bearer());
    }

    /** What both wrote. */
    public String logs() {
        return first.log() + second.log();
    }

    /** A profile at a provider of these habits, with a connection for each of its grants. */
    public String profile(int number, WildHabits habits, WildAuthorizationServer server) {
        String clientId = "wild-" + number;
        server.forgiving();
        provider.add(clientId, server);
        String entry = "wild-" + habits.grace() + "-" + habits.lockout();
        JsonObject body =
                JsonObject.of(
                        "provider",
                        entry,
                        "name",
                        clientId,
                        "client_id",
                        clientId,
                        "client_secret",
                        server.clientSecret(),
                        "permissions",
                        JsonArray.of("account"),
                        "return_urls",
                        JsonArray.of("https://app.example/"));
        String profile = api.post("/v1/connector-profiles", body).expect(201).text("id");
        write(number, profile, entry, server);
        return profile;
    }

    private void write(int number, String profile, String entry, WildAuthorizationServer server) {
        try (Connection connection = open();
                PreparedStatement rows = connection.prepareStatement(CONNECTION);
                PreparedStatement tokens = connection.prepareStatement(TOKENS)) {
            for (Grant grant : server.grants()) {
                String id = id(number, grant.number());
                add(rows, tenantId, id, profile, entry, "u-" + id, "a-" + id);
                add(
                        tokens,
                        tenantId,
                        id,
                        key.seal("token_set.access_token", id, "access"),
                        key.seal("token_set.refresh_token", id, grant.current()),
                        profile);
            }
            rows.executeBatch();
            tokens.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String id(int number, int grant) {
        return "conn_w" + number + "-" + grant;
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int index = 0; index < values.length; index++) {
            statement.setObject(index + 1, values[index]);
        }
        statement.addBatch();
    }

    /** All access tokens of the profile expire. */
    public void expire(String profile) {
        sql(
                "UPDATE token_set SET expires_at = now() - interval '1 second' WHERE profile_id = ?",
                profile);
    }

    /** No proof that the client works is of the last minute. */
    public void proofsAge(String profile) {
        sql(
                "UPDATE profile_pace SET proved_at = proved_at - interval '1 minute' WHERE profile_id = ?",
                profile);
    }

    /** Eleven minutes pass for the profile, as far as anything waits for them. */
    public void passes(String profile) {
        sql(
                """
                UPDATE token_set SET retry_at = NULL, lease_until = lease_until - interval '11 minutes',
                    presented_at = presented_at - interval '11 minutes', held_at = held_at - interval '11 minutes',
                    revived_at = revived_at - interval '11 minutes', expires_at = least(expires_at, now() - interval '1 second')
                WHERE profile_id = ? AND (lease_until IS NULL OR lease_until <= now())
                """,
                profile);
        sql(
                """
                UPDATE profile_pace SET paused_until = NULL, ceiling = NULL, probed_at = NULL,
                    secret_tried_at = secret_tried_at - interval '11 minutes'
                WHERE profile_id = ?
                """,
                profile);
    }

    private void sql(String sql, String profile) {
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, profile);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DataKey dataKey() {
        try (Connection connection = open();
                PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT vault_key_id, wrapped FROM data_key WHERE tenant_id = ?")) {
            select.setString(1, tenantId);
            ResultSet row = select.executeQuery();
            row.next();
            return OpenedKey.of(
                    tenantId,
                    settings.get("LANYARD_VAULT_KEYS"),
                    row.getString(1),
                    row.getBytes(2));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection open() throws SQLException {
        return database.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        provider.close();
        database.close();
    }
}
