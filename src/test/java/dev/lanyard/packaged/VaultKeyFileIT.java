package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.MountedKeys;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.vault.SeededTenants;
import dev.lanyard.vault.SeededTenants.Seeded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mounted file of vault keys that is changed to what cannot be, on two replicas. */
class VaultKeyFileIT {
    @TempDir Path folder;

    @Test
    void keepsTheKeysInForceForAFileThatIsMalformedAndForAnIdGivenToAnotherKey() throws Exception {
        MountedKeys keys = new MountedKeys(folder);
        keys.swap(MountedKeys.key(1));
        try (Cluster cluster = Cluster.start(2, keys::settings)) {
            Seeded one =
                    SeededTenants.insert(
                                    cluster.database().getPostgresDatabase(), 1, MountedKeys.key(1))
                            .get(0);

            keys.swap(MountedKeys.key(1) + ",2:dG9vIHNob3J0");
            awaitErrors(cluster, "LANYARD_VAULT_KEYS_FILE");
            assertInForce(cluster, one);

            keys.swap("1:" + Settings.vaultKey(9));
            awaitErrors(cluster, "the key 1 is not the one");
            assertInForce(cluster, one);

            assertThat(String.join("", logs(cluster)))
                    .doesNotContain("dG9vIHNob3J0", Settings.vaultKey(9));
        }
    }

    private static void assertInForce(Cluster cluster, Seeded one) {
        for (int number = 1; number <= 2; number++) {
            Replica replica = cluster.replica(number);
            assertThat(MountedKeys.ids(replica)).containsExactly("1");
            new Api(replica.url(), one.apiKey())
                    .get("/v1/connections/" + one.connectionId() + "/token?min_ttl=0")
                    .expect(200);
        }
    }

    private static List<String> logs(Cluster cluster) {
        return Stream.of(1, 2).map(number -> cluster.replica(number).log()).toList();
    }

    /** Each replica says so, once. */
    private static void awaitErrors(Cluster cluster, String why) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> logs(cluster).stream().allMatch(log -> errors(log, why) == 1));
    }

    private static long errors(String log, String why) {
        return log.lines().filter(line -> line.contains("ERROR") && line.contains(why)).count();
    }
}
