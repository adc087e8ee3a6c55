package dev.lanyard.vault;

import static dev.lanyard.vault.VaultDatabase.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final int SEVERAL_BATCHES = 2 * RewrapBatch.SIZE + 50;

    private final VaultDatabase database = new VaultDatabase();
    private final VaultKeys before = keys("1");
    private final VaultKeys after = keys("2", "1");
    private final KeyRing ring = database.ring(after);
    private final VaultRotation rotation = new VaultRotation(database.pool(), ring);

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void wrapsEveryDataKeyAgainAndChangesNoneOfThem() {
        IntStream.range(0, SEVERAL_BATCHES).forEach(n -> database.tenant("ten_" + n, before));
        byte[] sealed = database.stored("ten_7").open(before).seal("p", "o", "secret");

        rotate();

        assertThat(database.sealed()).isEqualTo(Map.of("2", (long) SEVERAL_BATCHES));
        DataKey key = database.stored("ten_7").open(keys("2"));
        assertThat(key.open("p", "o", sealed)).isEqualTo("secret");
        assertThatThrownBy(() -> database.stored("ten_7").open(before))
                .isInstanceOf(DecryptionFailedException.class);
    }

    @Test
    void doesNothingUnlessAsked() {
        database.tenant("ten_a", before);

        rotation.work().await().indefinitely();

        assertThat(database.sealed()).containsOnlyKeys("1");
    }

    @Test
    void canBeAskedForAgain() {
        database.tenant("ten_b", before);
        rotate();
        database.tenant("ten_a", before);

        rotate();

        assertThat(database.sealed()).isEqualTo(Map.of("2", 2L));
    }

    @Test
    void isSharedByReplicasOneAtATime() {
        IntStream.range(0, SEVERAL_BATCHES).forEach(n -> database.tenant("ten_" + n, before));
        VaultRotation other = new VaultRotation(database.newPool(), ring);
        rotation.request().await().indefinitely();

        Uni.join().all(rotation.work(), other.work()).andFailFast().await().indefinitely();
        rotation.work().await().indefinitely();

        assertThat(database.sealed()).isEqualTo(Map.of("2", (long) SEVERAL_BATCHES));
    }

    /** A replica in the middle of a batch holds the lock; when it dies its connection does. */
    @Test
    void goesOnWhenTheReplicaAtWorkHasDied() {
        database.tenant("ten_a", before);
        rotation.request().await().indefinitely();
        SqlConnection dying = database.newPool().getConnection().await().indefinitely();
        dying.begin().await().indefinitely();
        dying.query("SELECT 1 FROM vault_rotation FOR UPDATE").executeAndAwait();
        dying.query("UPDATE data_key SET wrapped = ''").executeAndAwait();

        rotation.work().await().indefinitely();
        assertThat(database.sealed()).containsOnlyKeys("1");

        dying.close().await().indefinitely();
        rotation.work().await().indefinitely();
        assertThat(database.sealed()).containsOnlyKeys("2");
        assertThat(database.stored("ten_a").open(keys("2"))).isNotNull();
    }

    @Test
    void isLeftToReplicasThatHaveTheSameFirstKey() {
        database.tenant("ten_a", before);
        rotation.request().await().indefinitely();

        new VaultRotation(database.pool(), database.ring(keys("1", "2")))
                .work()
                .await()
                .indefinitely();

        assertThat(database.sealed()).containsOnlyKeys("1");
    }

    @Test
    void leavesADataKeyOfAnotherTenantShutAndGoesOnWithTheOthers() {
        WrappedKey a = database.tenant("ten_a", before);
        WrappedKey b = database.tenant("ten_b", before);
        database.tenant("ten_c", before);
        swap(a, b);

        rotate();

        assertThat(database.sealed()).isEqualTo(Map.of("1", 2L, "2", 1L));
        assertThatThrownBy(() -> database.stored("ten_a").open(after))
                .isInstanceOf(DecryptionFailedException.class)
                .hasMessage("cannot open the data key of ten_a");
    }

    private void swap(WrappedKey a, WrappedKey b) {
        String sql = "UPDATE data_key SET wrapped = $2 WHERE tenant_id = $1";
        database.execute(sql, Tuple.of(a.tenantId(), b.wrapped()));
        database.execute(sql, Tuple.of(b.tenantId(), a.wrapped()));
    }

    private void rotate() {
        rotation.request().await().indefinitely();
        rotation.work().await().indefinitely();
    }
}
