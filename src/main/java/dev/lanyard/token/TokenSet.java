package dev.lanyard.token;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tokens of one successful answer (RFC 6749 §5.1).
 *
 * @param accessToken the access token
 * @param tokenType {@code Bearer} for every spelling of it, and if the provider did not say
 * @param refreshToken absent: the one presented stays in use
 * @param lifetime what {@code expires_in} said, if that can be believed; counted from when the
 *     request was sent
 * @param age how long ago the request was sent when this was made
 * @param scopes granted scopes by {@code scope} or {@code scopes}; absent if the response did not
 *     say
 * @param endless neither an end nor a means to go on was promised: it works until it is refused
 * @param grantLifetime how long the refresh token lives, by {@code refresh_token_expires_in} or its
 *     like
 */
public record TokenSet(
        String accessToken,
        String tokenType,
        Optional<String> refreshToken,
        Optional<Duration> lifetime,
        Duration age,
        Optional<List<String>> scopes,
        boolean endless,
        Optional<Duration> grantLifetime) {
    private static final Pattern BEARER = Pattern.compile("(?i)bearer([ _-]?token)?");

    /** Tokens of which no more is known. */
    public TokenSet(
            String accessToken,
            String tokenType,
            Optional<String> refreshToken,
            Optional<Duration> lifetime,
            Duration age,
            Optional<List<String>> scopes) {
        this(accessToken, tokenType, refreshToken, lifetime, age, scopes, false, Optional.empty());
    }

    /** What APIs want to read in {@code Authorization} (RFC 6750 §2.1), however it was spelled. */
    public static String type(String spelling) {
        return BEARER.matcher(spelling).matches() ? "Bearer" : spelling;
    }

    /** The same, brought by a refresh token that goes on: it ends when the entry says it does. */
    TokenSet renewed(boolean expires) {
        return new TokenSet(
                accessToken,
                tokenType,
                refreshToken,
                lifetime,
                age,
                scopes,
                endless && !expires,
                grantLifetime);
    }

    @Override
    public String toString() {
        return "TokenSet[tokenType="
                + tokenType
                + ", lifetime="
                + lifetime
                + ", scopes="
                + scopes
                + "]";
    }
}
