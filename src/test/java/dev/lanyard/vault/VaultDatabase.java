package dev.lanyard.vault;

import com.google.crypto.tink.aead.AeadConfig;
import dev.lanyard.demo.DevDatabase;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;

/** A migrated database of its own, so that its data keys may be rotated as a test likes. */
final class VaultDatabase implements AutoCloseable {
    private final EmbeddedPostgres postgres = DevDatabase.open();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    VaultDatabase() {
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        pool = newPool();
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections of one more replica. */
    Pool newPool() {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(postgres.getPort())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres");
        return Pool.newInstance(
                PgBuilder.pool()
                        .with(new PoolOptions().setMaxSize(4))
                        .connectingTo(options)
                        .using(vertx)
                        .build());
    }

    Pool pool() {
        return pool;
    }

    /** Keys of these ids; the key of an id is always the same. */
    static VaultKeys keys(String... ids) {
        return VaultKeys.parse("LANYARD_VAULT_KEYS", text(ids));
    }

    /** The same, as an operator writes them. */
    static String text(String... ids) {
        return String.join(
                ",", java.util.Arrays.stream(ids).map(id -> id + ":" + key(id)).toList());
    }

    private static String key(String id) {
        byte[] key = new byte[32];
        key[0] = (byte) id.hashCode();
        return Base64.getEncoder().encodeToString(key);
    }

    KeyRing ring(VaultKeys keys) {
        return new KeyRing(keys, Optional.empty(), new VaultCheck(pool));
    }

    /** A new tenant whose data key is wrapped by the first of these keys. */
    WrappedKey tenant(String tenantId, VaultKeys keys) {
        WrappedKey key = WrappedKey.generate(tenantId, keys);
        execute("INSERT INTO tenant (tenant_id, name) VALUES ($1, 'Acme')", Tuple.of(tenantId));
        execute(
                "INSERT INTO data_key (tenant_id, vault_key_id, wrapped) VALUES ($1, $2, $3)",
                Tuple.of(tenantId, key.vaultKeyId(), key.wrapped()));
        return key;
    }

    WrappedKey stored(String tenantId) {
        return WrappedKey.of(
                pool.preparedQuery(
                                "SELECT tenant_id, vault_key_id, wrapped FROM data_key WHERE"
                                        + " tenant_id = $1")
                        .executeAndAwait(Tuple.of(tenantId))
                        .iterator()
                        .next());
    }

    void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).executeAndAwait(values);
    }

    /** How many data keys each vault key wraps. */
    Map<String, Long> sealed() {
        Map<String, Long> counts = new TreeMap<>();
        pool.query("SELECT vault_key_id, count(*) FROM data_key GROUP BY vault_key_id")
                .executeAndAwait()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    @Override
    public void close() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        postgres.close();
    }
}
