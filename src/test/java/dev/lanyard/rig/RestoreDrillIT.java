package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The drill of docs/operations.md: a database restored to an earlier moment holds refresh tokens
 * that were used since.
 */
class RestoreDrillIT {
    private static final JsonObject UNFORGIVING =
            JsonObject.of("grace_seconds", 0, "dead_token_error", "invalid_grant");

    private final Cluster cluster = Cluster.start(1, ProviderEntry.BITBUCKET);

    @AfterEach
    void end() throws IOException {
        cluster.close();
    }

    @Test
    void presentsNothingWhileOffAndLosesOnlyWhatWasRefreshedSinceTheBackup() throws SQLException {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET, UNFORGIVING.copy());
        String idle = ExpiredToken.connect(cluster, tenant, "idle");
        String used = ExpiredToken.connect(cluster, tenant, "used");
        String good = tenant.connect("good");
        backUp();
        tenant.api().get(token(used)).expect(200);
        cluster.replica(1).stop();

        try (Replica restored = restored("off")) {
            tenant.at(restored).get(token(good)).expect(200);
            tenant.at(restored).get(token(used)).expect(503);
            tenant.at(restored).get(token(idle)).expect(503);
            assertThat(presentations(tenant)).isEqualTo(1);
        }
        try (Replica restored = restored("callers")) {
            Api api = tenant.at(restored);
            api.get(token(good)).expect(200);
            api.get(token(idle)).expect(200);
            assertThat(api.get(token(used)).expect(409).text("code"))
                    .isEqualTo("reconnect_required");
            assertThat(status(api, idle)).isEqualTo("active");
            assertThat(status(api, good)).isEqualTo("active");
        }
    }

    /** A copy of the files, as they are while nobody is connected. */
    private void backUp() throws SQLException {
        cluster.replica(1).stop();
        try (Connection connection =
                        cluster.database().getDatabase("postgres", "template1").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE backup TEMPLATE " + cluster.settings().get("LANYARD_DB_NAME"));
        }
        cluster.replica(1).restart();
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

    private static String status(Api api, String connectionId) {
        return api.get("/v1/connections/" + connectionId).expect(200).text("status");
    }

    private static String token(String connectionId) {
        return "/v1/connections/" + connectionId + "/token";
    }
}
