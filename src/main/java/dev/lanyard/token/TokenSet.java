package dev.lanyard.token;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of one successful answer (RFC 6749 §5.1).
 *
 * @param accessToken the access token
 * @param tokenType as the provider writes it, {@code bearer} if it did not say
 * @param refreshToken absent: the one presented stays in use
 * @param lifetime what {@code expires_in} said, if it was a number from 1 to one year; counted from
 *     when the request was sent
 * @param age how long ago the request was sent when this was made
 * @param scopes granted scopes by {@code scope} or {@code scopes}; absent if the answer did not say
 */
public record TokenSet(
        String accessToken,
        String tokenType,
        Optional<String> refreshToken,
        Optional<Duration> lifetime,
        Duration age,
        Optional<List<String>> scopes) {

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
