package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.lanyard.Config;
import dev.lanyard.OwnContext;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The tenants' data keys: made with the tenant, wrapped by the operator's first key, opened from a
 * cache of a few seconds.
 */
@ApplicationScoped
public class Vault {
    private static final String INSERT =
            "INSERT INTO data_key (tenant_id, vault_key_id, wrapped) VALUES ($1, $2, $3)";
    private static final String SELECT =
            "SELECT vault_key_id, wrapped FROM data_key WHERE tenant_id = $1";

    private final Pool pool;
    private final VaultKeys keys;
    private final CaffeineCache opened;

    Vault(Pool pool, Config config, @CacheName("data-keys") Cache opened)
            throws GeneralSecurityException {
        AeadConfig.register();
        this.pool = pool;
        this.opened = opened.as(CaffeineCache.class);
        this.keys = VaultKeys.of(config.vault());
    }

    VaultKeys keys() {
        return keys;
    }

    /**
     * Makes a new tenant's data key, in the transaction that makes the tenant.
     *
     * @param transaction where to write
     */
    public Uni<Void> createDataKey(SqlClient transaction, String tenantId) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenantId, keys.primary(), wrap(tenantId, newKey())))
                .replaceWithVoid();
    }

    /**
     * The tenant's data key, opened.
     *
     * @return fails with {@link CannotOpen} if there is none, or no key of ours opens it
     */
    public Uni<DataKey> dataKey(String tenantId) {
        return OwnContext.backOn(opened.getAsync(tenantId, this::load));
    }

    /** The same, if it was opened in the last seconds. */
    public Optional<DataKey> remembered(String tenantId) {
        CompletableFuture<DataKey> key = opened.getIfPresent(tenantId);
        return key == null || key.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(key.getNow(null));
    }

    private Uni<DataKey> load(String tenantId) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId))
                .map(
                        rows -> {
                            if (!rows.iterator().hasNext()) {
                                throw new CannotOpen("the data key of " + tenantId);
                            }
                            return unwrap(tenantId, rows.iterator().next());
                        });
    }

    private static KeysetHandle newKey() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private byte[] wrap(String tenantId, KeysetHandle key) {
        try {
            byte[] plain =
                    TinkProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get());
            return keys.find(keys.primary()).orElseThrow().encrypt(plain, associatedData(tenantId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key could not be wrapped", e);
        }
    }

    private DataKey unwrap(String tenantId, Row row) {
        String keyId = row.getString("vault_key_id");
        Aead aead =
                keys.find(keyId)
                        .orElseThrow(
                                () ->
                                        new CannotOpen(
                                                "the data key of "
                                                        + tenantId
                                                        + ", sealed by unknown key "
                                                        + keyId));
        try {
            byte[] plain =
                    aead.decrypt(row.getBuffer("wrapped").getBytes(), associatedData(tenantId));
            KeysetHandle handle =
                    TinkProtoKeysetFormat.parseKeyset(plain, InsecureSecretKeyAccess.get());
            return new DataKey(
                    tenantId, handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new CannotOpen("the data key of " + tenantId);
        }
    }

    private static byte[] associatedData(String tenantId) {
        return ("data_key|" + tenantId).getBytes(StandardCharsets.UTF_8);
    }
}
