package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.DatabaseDump;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The drill of docs/operations.md, with its SQL: a database restored to an earlier moment holds
 * refresh tokens that were used since.
 */
class RestoreDrillIT {
    private static final Path GUIDE = Path.of("docs", "operations.md");
    private static final JsonObject UNFORGIVING =
            JsonObject.of("grace_seconds", 0, "dead_token_error", "invalid_grant");
    private static final Duration BACKGROUND = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.start(1, ProviderEntry.BITBUCKET);
    private final String live = cluster.settings().get("LANYARD_DB_NAME");
    private final Tenant strict = cluster.tenant(ProviderEntry.BITBUCKET, UNFORGIVING.copy());
    private final Tenant forgiving = cluster.tenant(ProviderEntry.BITBUCKET);

    @AfterEach
    void end() throws IOException {
        cluster.close();
    }

    @Test
    void presentsNothingWhileOffAndLosesOnlyWhatWasRefreshedSinceTheBackup() throws Exception {
        String good = strict.connect("good");
        String idle = ExpiredToken.connect(cluster, strict, "idle");
        String used = ExpiredToken.connect(cluster, strict, "used");
        String saved = ExpiredToken.connect(cluster, strict, "saved");
        String old = ExpiredToken.connect(cluster, forgiving, "old");
        String recent = ExpiredToken.connect(cluster, forgiving, "recent");
        backUp();
        DatabaseDump.execute(database("backup"), agedByAnHour(old));
        read(strict, used);
        read(strict, saved);
        read(forgiving, recent);
        cluster.replica(1).stop();
        copyNewerRow(saved);

        try (Replica restored = restored("off")) {
            Api api = strict.at(restored);
            api.get(token(good)).expect(200);
            api.get(token(saved)).expect(200);
            api.get(token(used)).expect(503);
            api.get(token(idle)).expect(503);
            assertThat(presentations(strict)).isEqualTo(2);
            assertThat(presentations(forgiving)).isEqualTo(1);
        }

        DatabaseDump.execute(database("backup"), documented("-- first what expired"));
        try (Replica restored = restored("on")) {
            await().atMost(BACKGROUND)
                    .untilAsserted(
                            () -> {
                                assertThat(refreshed(forgiving.at(restored), recent)).isTrue();
                                assertThat(refreshed(strict.at(restored), idle)).isTrue();
                                assertThat(status(strict.at(restored), used))
                                        .isEqualTo("reconnect_required");
                            });
            assertThat(refreshed(forgiving.at(restored), old)).isFalse();
            forgiving.at(restored).get(token(old)).expect(200);
            strict.at(restored).get(token(saved)).expect(200);
            assertThat(status(strict.at(restored), good)).isEqualTo("active");
        }
    }

    /** Nobody has asked for its token since it expired. */
    private static String agedByAnHour(String connectionId) {
        return "UPDATE token_set SET issued_at = issued_at - interval '1 hour',"
                + " expires_at = expires_at - interval '1 hour', due_at = now()"
                + " - interval '1 hour' WHERE connection_id = '"
                + connectionId
                + "'";
    }

    private void read(Tenant tenant, String connectionId) {
        tenant.api().get(token(connectionId)).expect(200);
    }

    /** A copy of the files, as they are while nobody is connected. */
    private void backUp() {
        cluster.replica(1).stop();
        DatabaseDump.execute(database("postgres"), "CREATE DATABASE backup TEMPLATE " + live);
        cluster.replica(1).restart();
    }

    /** The restored database gets this row of the old one. */
    private void copyNewerRow(String connectionId) throws SQLException, IOException {
        String newer = "SELECT * FROM token_set WHERE connection_id = '" + connectionId + "'";
        StringWriter rows = new StringWriter();
        try (Connection old = database(live).getConnection()) {
            copying(old).copyOut("COPY (" + newer + ") TO STDOUT CSV", rows);
        }
        try (Connection restored = database("backup").getConnection()) {
            restored.createStatement().execute("CREATE TEMP TABLE newer (LIKE token_set)");
            copying(restored)
                    .copyIn("COPY newer FROM STDIN CSV", new StringReader(rows.toString()));
            restored.createStatement().execute(documented("-- the newer rows"));
        }
    }

    private static CopyManager copying(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    /** The SQL of the guide from the line that begins so to the end of its block. */
    private static String documented(String firstLine) {
        try {
            String guide = Files.readString(GUIDE);
            int begin = guide.indexOf(firstLine);
            assertThat(begin).as(firstLine).isPositive();
            return guide.substring(begin, guide.indexOf("```", begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataSource database(String name) {
        return cluster.database().getDatabase("postgres", name);
    }

    private Replica restored(String refresh) {
        Map<String, String> settings =
                Settings.with(
                        cluster.settings(),
                        Map.of("LANYARD_DB_NAME", "backup", "LANYARD_REFRESH", refresh));
        return Replica.start("restored-" + refresh, settings).awaitReady();
    }

    private int presentations(Tenant tenant) {
        return cluster.provider().refreshTokenPresentations(tenant.clientId());
    }

    /** Whether the restored row was refreshed: none of them had been before the backup. */
    private static boolean refreshed(Api api, String connectionId) {
        JsonObject connection = api.get("/v1/connections/" + connectionId).expect(200).json();
        return connection.getString("last_refreshed_at") != null;
    }

    private static String status(Api api, String connectionId) {
        return api.get("/v1/connections/" + connectionId).expect(200).text("status");
    }

    private static String token(String connectionId) {
        return "/v1/connections/" + connectionId + "/token";
    }
}
