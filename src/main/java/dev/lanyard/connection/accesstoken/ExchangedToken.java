package dev.lanyard.connection.accesstoken;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The response to a token exchange (RFC 8693 §2.2.1).
 *
 * @param expiresIn in seconds; absent: the provider promised no end
 * @param scope names with a blank between
 */
record ExchangedToken(
        String accessToken,
        String issuedTokenType,
        String tokenType,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long expiresIn,
        String scope) {

    static ExchangedToken of(AccessToken token) {
        return new ExchangedToken(
                token.accessToken(),
                TokenExchangeRequest.ACCESS_TOKEN,
                token.tokenType(),
                left(token.expiresAt()),
                String.join(" ", token.scopes()));
    }

    private static @Nullable Long left(@Nullable OffsetDateTime end) {
        return end == null
                ? null
                : Long.valueOf(
                        Math.max(0, Duration.between(OffsetDateTime.now(), end).toSeconds()));
    }

    @Override
    public String toString() {
        return "ExchangedToken[" + tokenType + ", …]";
    }
}
