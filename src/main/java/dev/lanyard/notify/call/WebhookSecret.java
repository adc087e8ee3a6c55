package dev.lanyard.notify.call;

import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.DecryptionFailedException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key of a webhook's signatures: {@code whsec_} and 32 random bytes in base64, as the Standard
 * Webhooks specification has it (24 to 64 bytes).
 *
 * @param text as the tenant was shown it, once
 */
public record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final String PURPOSE = "webhook.secret";

    /** A new one. */
    public static WebhookSecret generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes); // none from when a native executable was built
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * The one that {@link #seal} sealed.
     *
     * @throws DecryptionFailedException if the bytes, the webhook or the key are others
     */
    public static WebhookSecret open(DataKey key, String webhookId, byte[] sealed) {
        return new WebhookSecret(key.open(PURPOSE, webhookId, sealed));
    }

    /** Sealed for one webhook. */
    public byte[] seal(DataKey key, String webhookId) {
        return key.seal(PURPOSE, webhookId, text);
    }

    /** The key of the signature. */
    byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
