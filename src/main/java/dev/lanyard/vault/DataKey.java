package dev.lanyard.vault;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A tenant's data key, opened: seals and opens that tenant's secrets. Not blocking. */
public final class DataKey {
    private static final String HMAC = "HmacSHA256";

    private final String tenantId;
    private final Aead aead;
    private final SecretKeySpec fingerprints;

    /**
     * @param material what the key consists of: fingerprints are made under a key derived from it
     */
    DataKey(String tenantId, Aead aead, byte[] material) {
        this.tenantId = tenantId;
        this.aead = aead;
        this.fingerprints =
                new SecretKeySpec(
                        hmac(new SecretKeySpec(material, HMAC), "fingerprint|" + tenantId), HMAC);
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

    /**
     * What tells that two secrets of this tenant are the same one, to whom has the key only:
     * HMAC-SHA-256. It stays the same when the operator's keys are changed.
     *
     * @param purpose as {@link #seal} has it
     */
    public byte[] fingerprint(String purpose, String secret) {
        return hmac(fingerprints, purpose + "|" + secret);
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
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
