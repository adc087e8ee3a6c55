package dev.lanyard.tenant.access;

import dev.lanyard.config.Config;
import dev.lanyard.id.TenantToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** The operator's tokens, {@code LANYARD_ADMIN_TOKEN}: one, or two while it is being changed. */
@ApplicationScoped
class AdminTokens {
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
}
