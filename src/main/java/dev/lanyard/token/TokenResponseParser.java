package dev.lanyard.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.RetryAfter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the raw answer of a token endpoint (RFC 6749 §5). A usable access token counts, whatever
 * the other fields look like: a rotated refresh token beside an odd {@code expires_in} must not be
 * lost.
 */
final class TokenResponseParser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Duration ABSURD = Duration.ofDays(366);
    private static final int MAX_ERROR = 64;
    private static final int MAX_DESCRIPTION = 200;

    private TokenResponseParser() {}

    /**
     * Tells the answers apart.
     *
     * @param ageNanos how long ago the request was sent
     */
    static TokenResponse read(OutboundClient.Reply reply, long ageNanos) {
        if (reply.status() == 429) {
            return new TokenResponse.RateLimited(RetryAfter.read(reply.headers()));
        }
        if (reply.status() >= 500) {
            return new TokenResponse.Unavailable(reply.status());
        }
        JsonNode body = parse(reply.body());
        if (reply.status() / 100 == 2 && token(body, "access_token").isPresent()) {
            return new TokenResponse.Issued(tokens(body, Duration.ofNanos(ageNanos)));
        }
        if (body.path("error").isTextual()) {
            return refused(reply.status(), body);
        }
        return reply.status() == 401
                ? new TokenResponse.Refused(401, "invalid_client", "")
                : new TokenResponse.Malformed(reply.status(), "not an answer of RFC 6749");
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static TokenSet tokens(JsonNode body, Duration age) {
        return new TokenSet(
                token(body, "access_token").orElseThrow(),
                token(body, "token_type").orElse("bearer"),
                token(body, "refresh_token"),
                lifetime(body.path("expires_in")),
                age,
                scopes(body.has("scopes") ? body.path("scopes") : body.path("scope")));
    }

    private static TokenResponse refused(int status, JsonNode body) {
        return new TokenResponse.Refused(
                status,
                cut(body.path("error").asText(), MAX_ERROR),
                cut(body.path("error_description").asText(""), MAX_DESCRIPTION));
    }

    private static Optional<String> token(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isTextual() && TOKEN.matcher(value.asText()).matches()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    private static Optional<Duration> lifetime(JsonNode expiresIn) {
        if (!expiresIn.isNumber()
                || expiresIn.asDouble() < 1
                || expiresIn.asDouble() > ABSURD.toSeconds()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(expiresIn.asLong()));
    }

    private static Optional<List<String>> scopes(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(
                    List.of(node.asText().split("[ ,]+")).stream()
                            .filter(scope -> !scope.isEmpty())
                            .toList());
        }
        if (!node.isArray()) {
            return Optional.empty();
        }
        List<String> scopes = new ArrayList<>();
        node.forEach(scope -> scopes.add(scope.asText()));
        return Optional.of(scopes);
    }

    private static String cut(String text, int length) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= length ? plain : plain.substring(0, length);
    }
}
