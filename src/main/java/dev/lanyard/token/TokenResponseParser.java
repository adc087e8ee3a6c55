package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.RetryAfter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the raw answer of a token endpoint (RFC 6749 §5). A usable access token counts, whatever
 * the other fields look like: a rotated refresh token beside an odd {@code expires_in} must not be
 * lost.
 */
final class TokenResponseParser {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{0,9})?");
    private static final Pattern GRANT_LIFETIME =
            Pattern.compile("(x_)?refresh_?(token_?)?(expires_?in|lifetime|valid_for)");
    private static final Pattern BETWEEN_SCOPES = Pattern.compile("[,\\s\\p{Cntrl}]+");
    private static final Duration LONGEST_GRANT = Duration.ofDays(100 * 366L);
    private static final int MAX_ERROR = 64;
    private static final int MAX_DESCRIPTION = 200;

    private TokenResponseParser() {}

    /** Reads what RFC 6749 has. */
    static TokenResponse read(OutboundClient.Reply reply, long ageNanos) {
        return read(reply, ageNanos, TokenDialect.STANDARD, SecretBlotter.of());
    }

    /**
     * Tells the responses apart.
     *
     * @param ageNanos how long ago the request was sent
     * @param secrets of the request, which the provider's words are not to hold
     */
    static TokenResponse read(
            OutboundClient.Reply reply,
            long ageNanos,
            TokenDialect dialect,
            SecretBlotter secrets) {
        if (RetryAfter.isLimit(reply)) {
            return new TokenResponse.RateLimited(RetryAfter.read(reply.headers()));
        }
        if (reply.status() >= 500) {
            return new TokenResponse.Unavailable(reply.status());
        }
        TokenResponseBody body = TokenResponseBody.read(reply.body(), dialect);
        if (reply.status() / 100 == 2 && token(body.accessToken()).isPresent()) {
            return new TokenResponse.Issued(tokens(body, dialect, Duration.ofNanos(ageNanos)));
        }
        return ErrorFields.of(body.root(), reply.status() >= 400 || body.saysFailure())
                .map(error -> refused(reply, error, dialect, secrets))
                .orElseGet(() -> unexplained(reply, body));
    }

    private static TokenResponse unexplained(OutboundClient.Reply reply, TokenResponseBody body) {
        return reply.status() == 401
                ? new TokenResponse.Refused(401, "invalid_client", "")
                : new TokenResponse.Malformed(reply.status(), lacking(reply, body));
    }

    /** Which field there would have to be. */
    private static String lacking(OutboundClient.Reply reply, TokenResponseBody body) {
        String place = body.accessTokenPlace();
        if (reply.body().isBlank()) {
            return "it is empty or too long, and so holds no " + place;
        }
        if (!body.isReadable()) {
            return "it is neither JSON nor form-encoded, and so holds no " + place;
        }
        return body.accessToken().isMissingNode() || body.accessToken().isNull()
                ? "it holds no " + place
                : "its " + place + " is no text that can be a token";
    }

    private static TokenSet tokens(TokenResponseBody body, TokenDialect dialect, Duration age) {
        Optional<String> refreshToken = refreshToken(body.refreshToken());
        boolean endless =
                !dialect.expires() || (isUnsaid(body.expiresIn()) && refreshToken.isEmpty());
        return new TokenSet(
                token(body.accessToken()).orElseThrow(),
                TokenSet.type(token(body.tokenType()).orElse("Bearer")),
                refreshToken,
                lifetime(body.expiresIn(), dialect.longest()),
                age,
                scopes(body.scope()),
                endless,
                grantLifetime(body));
    }

    private static TokenResponse refused(
            OutboundClient.Reply reply,
            ErrorFields error,
            TokenDialect dialect,
            SecretBlotter secrets) {
        RefusalMeaning meaning =
                error.codes().stream()
                        .map(code -> RefusalMeaning.of(code, error.description(), dialect.errors()))
                        .filter(known -> known != RefusalMeaning.OTHER)
                        .findFirst()
                        .orElse(RefusalMeaning.OTHER);
        return meaning == RefusalMeaning.LIMIT
                ? new TokenResponse.RateLimited(RetryAfter.read(reply.headers()))
                : new TokenResponse.Refused(
                        reply.status(),
                        cut(secrets.blot(error.codes().get(0)), MAX_ERROR),
                        cut(secrets.blot(error.description()), MAX_DESCRIPTION),
                        meaning);
    }

    private static Optional<String> token(JsonNode value) {
        return value.isTextual() && TOKEN.matcher(value.asText()).matches()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    /** It is only ever sent back, form-encoded: whatever it is made of. */
    private static Optional<String> refreshToken(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber()
                ? Optional.of(value.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static boolean isUnsaid(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isBlank());
    }

    private static Optional<Duration> lifetime(JsonNode expiresIn, Duration longest) {
        Optional<BigDecimal> seconds = number(expiresIn);
        if (seconds.isEmpty()
                || seconds.get().compareTo(BigDecimal.ONE) < 0
                || seconds.get().compareTo(BigDecimal.valueOf(longest.toSeconds())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(seconds.get().longValue()));
    }

    /** A number, or a text of digits. */
    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble();
            return Double.isFinite(number) ? Optional.of(new BigDecimal(number)) : Optional.empty();
        }
        String text = value.isTextual() ? value.asText().strip() : "";
        return NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text.endsWith(".") ? text + "0" : text))
                : Optional.empty();
    }

    /** {@code refresh_token_expires_in} and its like, beside the tokens. */
    private static Optional<Duration> grantLifetime(TokenResponseBody body) {
        return Stream.of(body.fields(), body.root())
                .flatMap(TokenResponseParser::grantLifetimes)
                .findFirst();
    }

    private static Stream<Duration> grantLifetimes(JsonNode fields) {
        List<Duration> found = new ArrayList<>();
        fields.fields()
                .forEachRemaining(
                        field -> {
                            if (GRANT_LIFETIME.matcher(snakeCase(field.getKey())).matches()) {
                                lifetime(field.getValue(), LONGEST_GRANT).ifPresent(found::add);
                            }
                        });
        return found.stream();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2")
                .replace('-', '_')
                .toLowerCase(Locale.ROOT);
    }

    /** Empty text: the provider did not say. */
    private static Optional<List<String>> scopes(JsonNode node) {
        List<String> scopes = new ArrayList<>();
        if (node.isTextual()) {
            scopes.addAll(split(node.asText()));
        } else if (node.isArray()) {
            node.forEach(scope -> scopes.addAll(split(scope.asText())));
        }
        return Optional.of(scopes).filter(list -> !list.isEmpty()).map(List::copyOf);
    }

    /** Without control characters: NUL is what no database stores. */
    private static List<String> split(String text) {
        return BETWEEN_SCOPES.splitAsStream(text).filter(scope -> !scope.isEmpty()).toList();
    }

    private static String cut(String text, int length) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= length ? plain : plain.substring(0, length);
    }
}
