package dev.lanyard.tenant;

import dev.lanyard.Config;
import dev.lanyard.TenantToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** Who holds {@code LANYARD_ADMIN_TOKEN}: one token, or two while it is being changed. */
@ApplicationScoped
class Operator {
    private final List<byte[]> hashes;

    Operator(Config config) {
        this.hashes =
                Arrays.stream(config.adminToken().split(","))
                        .map(String::strip)
                        .filter(token -> !token.isEmpty())
                        .map(TenantToken::sha256)
                        .toList();
    }

    /** Compares with every token, so that time tells neither which nor how much of it matched. */
    boolean holds(String token) {
        byte[] hash = TenantToken.sha256(token);
        boolean matches = false;
        for (byte[] expected : hashes) {
            matches |= MessageDigest.isEqual(expected, hash);
        }
        return matches;
    }
}
