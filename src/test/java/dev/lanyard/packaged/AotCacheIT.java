package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Makes the release's AOT cache: a replica that records what it loads and runs is taken through a
 * journey, and writes the cache when it ends (JEP 514). Needs JDK 25.
 */
@Tag("release")
class AotCacheIT {
    private static final Path CACHE = Path.of("target/quarkus-app/app.aot").toAbsolutePath();
    private static final int READS = 3_000;

    @Test
    void recordsAJourneyAndIsUsedByTheNextStart() throws IOException {
        Files.deleteIfExists(CACHE);

        try (Cluster cluster = Cluster.start(0, ProviderEntry.BITBUCKET)) {
            recordAJourney(cluster);

            assertThat(CACHE).isNotEmptyFile();
            try (Replica replica =
                    cluster.add(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + CACHE))) {
                replica.awaitReady();
            }
        }
    }

    private static void recordAJourney(Cluster cluster) {
        Replica replica = cluster.add(List.of("-XX:AOTCacheOutput=" + CACHE));
        replica.awaitReady();
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String connection = "/v1/connections/" + tenant.connect("u1");
        tenant.api().post(connection + "/refresh", new JsonObject()).expect(200);
        for (int read = 0; read < READS; read++) {
            tenant.api().get(connection + "/token").expect(200);
        }
        tenant.api().get("/v1/connections").expect(200);
        tenant.api().delete(connection).expect(204);
        replica.stop();
    }
}
