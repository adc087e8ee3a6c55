package dev.lanyard.vault;

import com.google.crypto.tink.aead.AeadConfig;
import java.security.GeneralSecurityException;

/** A tenant's data key for tests that write sealed rows by themselves. */
public final class OpenedKey {
    private OpenedKey() {}

    /**
     * @param vaultKeys as in {@code LANYARD_VAULT_KEYS}
     * @param vaultKeyId {@code data_key.vault_key_id}
     * @param wrapped {@code data_key.wrapped}
     */
    public static DataKey of(String tenantId, String vaultKeys, String vaultKeyId, byte[] wrapped) {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        VaultKeys keys = VaultKeys.parse("LANYARD_VAULT_KEYS", vaultKeys);
        return new WrappedKey(tenantId, vaultKeyId, wrapped).open(keys);
    }
}
