package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.MountedKeys;
import dev.lanyard.rig.Readers;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.vault.SeededTenants;
import dev.lanyard.vault.SeededTenants.Seeded;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The vault key is changed by the steps of docs/configuration.md while tokens are read. {@code
 * -Drotation.tenants=100000} measures it.
 */
class RotationIT {
    private static final Logger LOG = Logger.getLogger(RotationIT.class);
    private static final int TENANTS = Integer.getInteger("rotation.tenants", 2_000);
    private static final String OLD = MountedKeys.key(1);
    private static final String NEW = MountedKeys.key(2);

    @TempDir Path folder;

    @Test
    void changesTheVaultKeyWhileTokensAreReadAndNoReadFails() throws Exception {
        MountedKeys keys = new MountedKeys(folder);
        keys.swap(OLD);
        try (Cluster cluster = Cluster.start(2, keys::settings)) {
            List<Seeded> seeded =
                    SeededTenants.insert(cluster.database().getPostgresDatabase(), TENANTS, OLD);
            Readers readers = Readers.start(cluster, seeded, 8);

            keys.swap(OLD + "," + NEW);
            MountedKeys.awaitIds(cluster, "1", "2");
            keys.swap(NEW + "," + OLD);
            MountedKeys.awaitIds(cluster, "2", "1");
            rotate(cluster, readers);
            keys.swap(NEW);
            MountedKeys.awaitIds(cluster, "2");

            assertThat(readers.end()).isEmpty();
            assertThat(readers.reads()).isPositive();
            startsWithoutTheOldKey(cluster, seeded.get(0));
            refusesToStartWithoutTheNewKey(cluster);
        }
    }

    private void rotate(Cluster cluster, Readers readers) {
        long reads = readers.reads();
        long start = System.nanoTime();
        cluster.operator().post("/admin/v1/vault/rotate", new JsonObject()).expect(202);
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> MountedKeys.sealed(cluster.replica(1), "1") == 0);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        LOG.infof(
                "%d data keys rotated in %d ms, beside %d reads",
                TENANTS, took.toMillis(), readers.reads() - reads);
        assertThat(MountedKeys.sealed(cluster.replica(1), "2")).isEqualTo(TENANTS);
    }

    private static void startsWithoutTheOldKey(Cluster cluster, Seeded one) {
        Replica replica = cluster.replica(1).restart();
        Answer answer =
                new Api(replica.url(), one.apiKey())
                        .get("/v1/connections/" + one.connectionId() + "/token");
        assertThat(answer.expect(200).text("access_token")).isEqualTo(one.accessToken());
    }

    private void refusesToStartWithoutTheNewKey(Cluster cluster) throws IOException {
        Path old = Files.writeString(folder.resolve("old"), OLD);
        try (Replica replica =
                Replica.start(
                        "rotation-old-key",
                        Settings.with(
                                cluster.settings(), "LANYARD_VAULT_KEYS_FILE", old.toString()))) {
            assertThat(replica.awaitExit()).isEqualTo(1);
            assertThat(replica.log())
                    .contains("cannot start", "LANYARD_VAULT_KEYS_FILE: the key 2 is missing");
        }
    }
}
