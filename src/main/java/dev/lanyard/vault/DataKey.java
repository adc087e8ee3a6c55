package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** A tenant's data key, opened: seals and opens that tenant's secrets. Not blocking. */
public final class DataKey {
    private final String tenantId;
    private final Aead aead;

    DataKey(String tenantId, Aead aead) {
        this.tenantId = tenantId;
        this.aead = aead;
    }

    /**
     * Seals a secret for one owner; the result opens with the same arguments only.
     *
     * @param purpose what it is, as {@code table.column}: {@code "token_set.refresh_token"}
     * @param ownerId the id of the row that holds it
     */
    public byte[] seal(String purpose, String ownerId, String secret) {
        try {
            return aead.encrypt(
                    secret.getBytes(StandardCharsets.UTF_8), associatedData(purpose, ownerId));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws DecryptionFailedException if the bytes, the owner or the key are others: our failure,
     *     never the provider's
     */
    public String open(String purpose, String ownerId, byte[] sealed) {
        try {
            return new String(
                    aead.decrypt(sealed, associatedData(purpose, ownerId)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new DecryptionFailedException(purpose + " of " + ownerId);
        }
    }

    private byte[] associatedData(String purpose, String ownerId) {
        return (tenantId + "|" + purpose + "|" + ownerId).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DataKey[" + tenantId + "]";
    }
}
