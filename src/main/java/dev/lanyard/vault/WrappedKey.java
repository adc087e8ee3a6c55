package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A tenant's data key as a row holds it: wrapped by one of the operator's keys, with the tenant's
 * id as associated data.
 *
 * @param vaultKeyId the operator's key that wraps it
 */
record WrappedKey(String tenantId, String vaultKeyId, byte[] wrapped) {

    /** A new data key, wrapped by the first of the operator's keys. */
    static WrappedKey generate(String tenantId, VaultKeys keys) {
        try {
            KeysetHandle key = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return wrap(
                    tenantId,
                    TinkProtoKeysetFormat.serializeKeyset(key, InsecureSecretKeyAccess.get()),
                    keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** From a row with {@code tenant_id}, {@code vault_key_id} and {@code wrapped}. */
    static WrappedKey of(Row row) {
        return new WrappedKey(
                row.getString("tenant_id"),
                row.getString("vault_key_id"),
                row.getBuffer("wrapped").getBytes());
    }

    private static WrappedKey wrap(String tenantId, byte[] plain, VaultKeys keys) {
        try {
            Aead primary = keys.find(keys.primary()).orElseThrow();
            return new WrappedKey(
                    tenantId, keys.primary(), primary.encrypt(plain, associatedData(tenantId)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * The same data key, wrapped by the first of these keys.
     *
     * @throws DecryptionFailedException if none of them opens it
     */
    WrappedKey rewrap(VaultKeys keys) {
        return wrap(tenantId, unwrap(keys), keys);
    }

    /**
     * The data key, ready to use.
     *
     * @throws DecryptionFailedException if none of these keys opens it
     */
    DataKey open(VaultKeys keys) {
        try {
            byte[] material = unwrap(keys);
            KeysetHandle handle =
                    TinkProtoKeysetFormat.parseKeyset(material, InsecureSecretKeyAccess.get());
            return new DataKey(
                    tenantId,
                    handle.getPrimitive(RegistryConfiguration.get(), Aead.class),
                    material);
        } catch (GeneralSecurityException e) {
            throw new DecryptionFailedException("the data key of " + tenantId);
        }
    }

    private byte[] unwrap(VaultKeys keys) {
        try {
            return keys.find(vaultKeyId)
                    .orElseThrow(this::sealedByUnknown)
                    .decrypt(wrapped, associatedData(tenantId));
        } catch (GeneralSecurityException e) {
            throw new DecryptionFailedException("the data key of " + tenantId);
        }
    }

    private DecryptionFailedException sealedByUnknown() {
        return new DecryptionFailedException(
                "the data key of " + tenantId + ", sealed by unknown key " + vaultKeyId);
    }

    private static byte[] associatedData(String tenantId) {
        return ("data_key|" + tenantId).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "WrappedKey[" + tenantId + ", " + vaultKeyId + "]";
    }
}
