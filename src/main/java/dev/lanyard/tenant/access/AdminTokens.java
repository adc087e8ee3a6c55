package dev.lanyard.tenant.access;

import dev.lanyard.config.Config;
import dev.lanyard.id.TenantToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The operator's tokens, {@code LANYARD_ADMIN_TOKEN}: one, or two while it is being changed. */
@ApplicationScoped
public class AdminTokens {
    private static final String HMAC = "HmacSHA256";

    private final List<byte[]> hashes;

    @Inject
    AdminTokens(Config config) {
        this(config.adminToken());
    }

    /**
     * An operator of these tokens.
     *
     * @param tokens one, or two with a comma between
     */
    AdminTokens(String tokens) {
        this.hashes =
                Arrays.stream(tokens.split(",", -1))
                        .map(String::strip)
                        .filter(token -> !token.isEmpty())
                        .map(TenantToken::sha256)
                        .toList();
    }

    /** Compares with every token, so that time tells neither which nor how much of it matched. */
    boolean accepts(String token) {
        byte[] hash = TenantToken.sha256(token);
        boolean matches = false;
        for (byte[] expected : hashes) {
            matches |= MessageDigest.isEqual(expected, hash);
        }
        return matches;
    }

    /**
     * A key that is made of this token, for what ends when the token is taken away.
     *
     * @param purpose what it is for: another purpose has another key
     * @return 32 bytes; empty: the token is not the operator's
     */
    public Optional<byte[]> derivedKey(String token, String purpose) {
        return accepts(token)
                ? Optional.of(derived(TenantToken.sha256(token), purpose))
                : Optional.empty();
    }

    /** The same of each token that is accepted. */
    public List<byte[]> derivedKeys(String purpose) {
        return hashes.stream().map(hash -> derived(hash, purpose)).toList();
    }

    private static byte[] derived(byte[] hash, String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(hash, HMAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
