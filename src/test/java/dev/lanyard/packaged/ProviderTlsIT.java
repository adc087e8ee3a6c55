package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.support.TlsStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom two replicas take for their provider. */
class ProviderTlsIT {
    private static final String CLIENT_SECRET = "only-for-the-true-provider";

    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn misnamed = new TlsStandIn(vertx);
    private final TlsStandIn expired = new TlsStandIn(vertx);
    private final TlsStandIn honest = new TlsStandIn(vertx);
    private final Cluster cluster = Cluster.shared();

    @TempDir Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void entry(String name, int port) {
        new ProviderEntry(name, Duration.ZERO, Duration.ZERO, 8)
                .write(
                        folder,
                        URI.create("http://localhost"),
                        URI.create("https://localhost:" + port));
    }

    private List<Replica> start(Map<String, String> settings) {
        return Stream.of("tls-1", "tls-2").map(name -> Replica.start(name, settings)).toList();
    }

    /** Asks that provider about a client; what became of it. */
    private static String check(Replica replica, Tenant tenant, String provider) {
        JsonObject profile =
                JsonObject.of(
                        "provider",
                        provider,
                        "name",
                        provider,
                        "client_id",
                        "client",
                        "client_secret",
                        CLIENT_SECRET,
                        "permissions",
                        JsonArray.of("account"),
                        "return_urls",
                        JsonArray.of("https://app.example/"));
        return tenant.at(replica)
                .post("/v1/connector-profiles", profile)
                .expect(201)
                .json()
                .getJsonObject("credentials")
                .getString("status");
    }

    @Test
    void nothingIsSentToAServerThatCannotProveItsName() {
        entry("misnamed", misnamed.start("other.example"));
        entry("expired", expired.startExpired("localhost"));
        entry("honest", honest.start("localhost"));
        Map<String, String> settings =
                Settings.with(
                        cluster.settings(),
                        Map.of(
                                "LANYARD_PROVIDERS_DIR",
                                folder.toAbsolutePath().toString(),
                                "LANYARD_REFRESH",
                                "off")); // the connections there are other tests'
        List<Replica> trusting =
                start(
                        Settings.with(
                                settings,
                                "LANYARD_CA_CERT_FILE",
                                TlsStandIn.authority().toAbsolutePath().toString()));
        try {
            for (Replica replica : trusting) {
                replica.awaitReady();
                Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
                assertThat(check(replica, tenant, "misnamed")).isEqualTo("unverified");
                assertThat(check(replica, tenant, "expired")).isEqualTo("unverified");
                check(replica, tenant, "honest");
            }
            assertThat(honest.requests()).hasSize(2);
        } finally {
            trusting.forEach(Replica::close);
        }

        assertThat(misnamed.requests()).isEmpty();
        assertThat(expired.requests()).isEmpty();
        refusesAnAuthorityThatNobodyKnows(settings);
    }

    private void refusesAnAuthorityThatNobodyKnows(Map<String, String> settings) {
        try (Replica replica = Replica.start("tls-unknown", settings).awaitReady()) {
            Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
            assertThat(check(replica, tenant, "honest")).isEqualTo("unverified");
        }
        assertThat(honest.requests()).hasSize(2);
    }
}
