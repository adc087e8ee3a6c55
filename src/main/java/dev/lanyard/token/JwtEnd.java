package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The end that an access token tells of itself, where it is a JWT (RFC 7519 §4.1.4). It is not
 * verified: it is only ever used to trust a token for less long.
 */
final class JwtEnd {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTS = 3;

    private JwtEnd() {}

    /** Empty: the token is none, or tells no end. */
    static Optional<Instant> of(String token) {
        String[] parts = token.split("\\.", PARTS + 1);
        if (parts.length != PARTS || !token.startsWith("eyJ")) {
            return Optional.empty();
        }
        try {
            String payload =
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            JsonNode claims = JSON.readTree(payload);
            return claims == null ? Optional.empty() : TokenLifetimes.time(claims.path("exp"));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
