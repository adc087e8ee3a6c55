package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.MountedKeys;
import dev.lanyard.vault.SeededTenants;
import dev.lanyard.vault.SeededTenants.Seeded;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation of vault keys on two replicas, when something is wrong. */
class RotationFaultsIT {
    private static final int SEVERAL_BATCHES = 500;
    private static final String OLD = MountedKeys.key(1);
    private static final String BOTH = MountedKeys.key(2) + "," + OLD;

    @TempDir Path folder;

    private Cluster start() throws Exception {
        MountedKeys keys = new MountedKeys(folder);
        keys.swap(BOTH);
        return Cluster.start(2, keys::settings);
    }

    private static List<Seeded> seed(Cluster cluster, int count) {
        return SeededTenants.insert(cluster.database().getPostgresDatabase(), count, OLD);
    }

    private static void rotate(Cluster cluster) {
        cluster.operator().post("/admin/v1/vault/rotate", new JsonObject()).expect(202);
    }

    private static int read(Cluster cluster, int replica, Seeded one) {
        return new Api(cluster.replica(replica).url(), one.apiKey())
                .get("/v1/connections/" + one.connectionId() + "/token?min_ttl=0")
                .status();
    }

    /** The first replica stops for a locked row; killed there, it leaves the rest to the other. */
    @Test
    void goesOnAtTheOtherReplicaWhenTheOneAtWorkIsKilled() throws Exception {
        try (Cluster cluster = start();
                Connection locking = cluster.database().getPostgresDatabase().getConnection()) {
            List<Seeded> seeded = seed(cluster, SEVERAL_BATCHES);
            cluster.replica(2).pause();
            lockLast(locking);
            rotate(cluster);
            awaitOneThatWaits(cluster);

            cluster.replica(1).kill();
            locking.rollback();
            cluster.replica(2).resume();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> MountedKeys.sealed(cluster.replica(2), "1") == 0);
            assertThat(MountedKeys.sealed(cluster.replica(2), "2")).isEqualTo(SEVERAL_BATCHES);
            assertThat(seeded.subList(0, 20))
                    .allSatisfy(one -> assertThat(read(cluster, 2, one)).isEqualTo(200));
        }
    }

    private static void lockLast(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        String last =
                "SELECT 1 FROM data_key WHERE tenant_id = (SELECT max(tenant_id) FROM data_key)"
                        + " FOR UPDATE";
        try (PreparedStatement lock = connection.prepareStatement(last)) {
            assertThat(lock.executeQuery().next()).isTrue();
        }
    }

    private static void awaitOneThatWaits(Cluster cluster) {
        String waiting =
                "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%data_key%'";
        await().atMost(Duration.ofSeconds(30)).until(() -> count(cluster, waiting) == 1);
    }

    private static long count(Cluster cluster, String query) throws SQLException {
        try (Connection connection = cluster.database().getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void leavesDataKeysThatWereSwappedBetweenTenantsShutAndRotatesTheOthers() throws Exception {
        try (Cluster cluster = start()) {
            List<Seeded> seeded = seed(cluster, 10);
            swap(cluster, seeded.get(3), seeded.get(7));

            rotate(cluster);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> MountedKeys.sealed(cluster.replica(1), "2") == 8);
            assertThat(MountedKeys.sealed(cluster.replica(1), "1")).isEqualTo(2);
            for (int n = 0; n < 10; n++) {
                int expected = n == 3 || n == 7 ? 503 : 200;
                assertThat(read(cluster, 1, seeded.get(n))).isEqualTo(expected);
                assertThat(read(cluster, 2, seeded.get(n))).isEqualTo(expected);
            }
        }
    }

    private static void swap(Cluster cluster, Seeded one, Seeded other) throws SQLException {
        String sql =
                """
                UPDATE data_key k SET wrapped = o.wrapped FROM data_key o
                WHERE k.tenant_id IN (?, ?) AND o.tenant_id IN (?, ?)
                  AND o.tenant_id <> k.tenant_id
                """;
        try (Connection connection = cluster.database().getPostgresDatabase().getConnection();
                PreparedStatement swap = connection.prepareStatement(sql)) {
            for (int i = 0; i < 4; i++) {
                swap.setString(i + 1, (i % 2 == 0 ? one : other).tenantId());
            }
            assertThat(swap.executeUpdate()).isEqualTo(2);
        }
    }
}
