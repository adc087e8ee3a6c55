package dev.lanyard.tenant.access;

import dev.lanyard.id.Ids;
import dev.lanyard.vault.DataKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A developer's stay in the console, as the browser keeps it: sealed by the tenant's data key, so
 * that neither the API key nor its hash can be read in the cookie.
 *
 * @param tenantId the key's tenant
 * @param keyHash SHA-256 of the API key: it is looked up at each request, as the API does
 * @param csrf what each form must bring, 130 random bits
 * @param until when it ends
 */
record ConsoleSession(String tenantId, byte[] keyHash, String csrf, Instant until) {
    /**
     * Long enough for an afternoon's work in pieces, too short for a shared machine's next user.
     */
    static final Duration LIFE = Duration.ofHours(2);

    private static final String PURPOSE = "console.session";
    private static final int MOST_CHARACTERS = 600;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /** A session as a browser brought it: not opened yet. */
    record SealedSession(String tenantId, byte[] bytes) {

        /** Of a cookie's value; empty: it is none of ours by its form. */
        static Optional<SealedSession> of(String cookie) {
            String[] parts = cookie.split("\\.", 2);
            if (parts.length < 2
                    || cookie.length() > MOST_CHARACTERS
                    || !parts[0].startsWith("ten_")
                    || !Ids.isWellFormed(parts[0])) {
                return Optional.empty();
            }
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
                return Optional.of(new SealedSession(parts[0], bytes));
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }

        /** What the quota for made-up keys knows it by. */
        ByteBuffer hash() {
            return ByteBuffer.wrap(dev.lanyard.id.TenantToken.sha256(TEXT.encodeToString(bytes)));
        }

        /**
         * Opens it.
         *
         * @throws dev.lanyard.vault.DecryptionFailedException it was not sealed by this key
         */
        ConsoleSession open(DataKey key) {
            String[] parts = key.open(PURPOSE, tenantId, bytes).split(" ", 3);
            return new ConsoleSession(
                    tenantId,
                    Base64.getUrlDecoder().decode(parts[0]),
                    parts[1],
                    Instant.ofEpochSecond(Long.parseLong(parts[2])));
        }
    }

    static ConsoleSession begin(String tenantId, byte[] keyHash) {
        return new ConsoleSession(tenantId, keyHash, Ids.random(), Instant.now().plus(LIFE));
    }

    boolean isOver() {
        return !Instant.now().isBefore(until);
    }

    /** The cookie's value. */
    String seal(DataKey key) {
        String text = TEXT.encodeToString(keyHash) + " " + csrf + " " + until.getEpochSecond();
        return tenantId + "." + TEXT.encodeToString(key.seal(PURPOSE, tenantId, text));
    }

    @Override
    public String toString() {
        return "ConsoleSession[" + tenantId + ", …]";
    }
}
