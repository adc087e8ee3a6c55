package dev.lanyard.vault;

import com.google.crypto.tink.aead.AeadConfig;
import dev.lanyard.runtime.RecentCache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * The tenants' data keys: made with the tenant, wrapped by the operator's first key, opened from a
 * cache of a few seconds.
 */
@Singleton
public class Vault {
    private static final String INSERT =
            "INSERT INTO data_key (tenant_id, vault_key_id, wrapped) VALUES ($1, $2, $3)";
    private static final String SELECT =
            "SELECT tenant_id, vault_key_id, wrapped FROM data_key WHERE tenant_id = $1";

    private final Pool pool;
    private final KeyRing ring;
    private final RecentCache<String, DataKey> opened = new RecentCache<>();

    Vault(Pool pool, KeyRing ring) throws GeneralSecurityException {
        AeadConfig.register();
        this.pool = pool;
        this.ring = ring;
    }

    /**
     * Makes a new tenant's data key, in the transaction that makes the tenant.
     *
     * @param transaction where to write
     */
    public Uni<Void> createDataKey(SqlClient transaction, String tenantId) {
        WrappedKey key = WrappedKey.generate(tenantId, ring.current());
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenantId, key.vaultKeyId(), key.wrapped()))
                .replaceWithVoid();
    }

    /**
     * The tenant's data key, opened.
     *
     * @return fails with {@link DecryptionFailedException} if there is none, or no key of ours
     *     opens it
     */
    public Uni<DataKey> dataKey(String tenantId) {
        return opened.get(tenantId, () -> load(tenantId));
    }

    /** The same, if it was opened in the last seconds; else null. */
    public @Nullable DataKey remembered(String tenantId) {
        return opened.find(tenantId);
    }

    private Uni<DataKey> load(String tenantId) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId))
                .map(rows -> open(tenantId, rows));
    }

    private DataKey open(String tenantId, RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            throw new DecryptionFailedException("the data key of " + tenantId);
        }
        return WrappedKey.of(rows.iterator().next()).open(ring.current());
    }
}
