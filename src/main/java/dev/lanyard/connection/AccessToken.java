package dev.lanyard.connection;

import java.time.OffsetDateTime;
import java.util.List;

/** What a tenant's backend gets (design §3). */
public record AccessToken(
        String accessToken, String tokenType, OffsetDateTime expiresAt, List<String> scopes) {
    @Override
    public String toString() {
        return "AccessToken[" + tokenType + ", " + expiresAt + "]";
    }
}
