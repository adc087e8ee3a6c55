package dev.lanyard.console.operator;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.ConsoleVisit;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's stay in the console, as the browser keeps it: sealed by a key that is made of the
 * admin token, so that all replicas know it, and taking the token away ends it.
 *
 * @param csrf what each form must bring, 130 random bits
 * @param until when it ends
 */
record OperatorSession(String csrf, Instant until) {
    /** It sees all tenants: shorter than a tenant's. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final int MOST_CHARACTERS = 300;
    private static final byte[] PURPOSE =
            "operator console session".getBytes(StandardCharsets.UTF_8);

    static OperatorSession begin() {
        return new OperatorSession(Ids.random(), Instant.now().plus(LIFE));
    }

    boolean isOver() {
        return !Instant.now().isBefore(until);
    }

    /**
     * The cookie's value.
     *
     * @param key 32 bytes
     */
    String seal(byte[] key) {
        try {
            String text = csrf + " " + until.getEpochSecond();
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            aead(key).encrypt(text.getBytes(StandardCharsets.UTF_8), PURPOSE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** Of a cookie's value; empty: this key did not seal it, or it is over. */
    static Optional<OperatorSession> open(String cookie, byte[] key) {
        if (cookie.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] text = aead(key).decrypt(Base64.getUrlDecoder().decode(cookie), PURPOSE);
            String[] parts = new String(text, StandardCharsets.UTF_8).split(" ", 2);
            return Optional.of(
                            new OperatorSession(
                                    parts[0], Instant.ofEpochSecond(Long.parseLong(parts[1]))))
                    .filter(session -> !session.isOver());
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Aead aead(byte[] key) throws GeneralSecurityException {
        return new AesGcmJce(key);
    }

    /**
     * Refuses a form that no page of this session made.
     *
     * @param brought the form's field; null: it has none
     * @throws ProblemException {@code forbidden}
     */
    void require(@Nullable String brought) {
        ConsoleVisit.requireSame(csrf, brought);
    }

    @Override
    public String toString() {
        return "OperatorSession[…]";
    }
}
