package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ResponseText;
import dev.lanyard.outbound.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the raw answer of a token endpoint (RFC 6749 §5). A usable access token counts, whatever
 * the other fields look like: a rotated refresh token beside an odd {@code expires_in} must not be
 * lost.
 */
final class TokenResponseParser {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern BETWEEN_SCOPES = Pattern.compile("[,;|+\\s\\p{Cntrl}]+");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Set<Integer> NOWHERE = Set.of(404, 405, 410);
    private static final int LONGEST_WORDS = 500;
    private static final Pattern NO_WORDS = Pattern.compile("[{\\[<]");
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
        TokenResponseBody body = TokenResponseBody.read(reply.body(), dialect);
        if (reply.status() >= 500) {
            return ofServerError(reply, body, dialect, secrets);
        }
        if (reply.status() / 100 == 2 && token(body.accessToken()).isPresent()) {
            Instant now = RetryAfter.now(reply.headers());
            return new TokenResponse.Issued(tokens(body, dialect, now, Duration.ofNanos(ageNanos)));
        }
        return ErrorFields.of(body.root(), reply.status() >= 400 || body.saysFailure())
                .or(() -> inPlainWords(reply, body, dialect))
                .map(error -> refused(reply, error, meaning(reply, error, dialect), secrets))
                .orElseGet(() -> unexplained(reply, body));
    }

    /** A server's error may pass, whatever it says, but for what the entry has a word for. */
    private static TokenResponse ofServerError(
            OutboundClient.Reply reply,
            TokenResponseBody body,
            TokenDialect dialect,
            SecretBlotter secrets) {
        Optional<ErrorFields> error = ErrorFields.of(body.root(), true);
        Optional<RefusalMeaning> meaning = error.flatMap(said -> ofEntry(said, dialect));
        return meaning.isPresent()
                ? refused(reply, error.orElseThrow(), meaning.get(), secrets)
                : new TokenResponse.Unavailable(reply.status());
    }

    private static Optional<RefusalMeaning> ofEntry(ErrorFields error, TokenDialect dialect) {
        return dialect.errors().meaning(error.codes(), error.description());
    }

    /**
     * A refusal that is neither JSON nor a form, where its words are those of one. What may be a
     * broken piece of JSON is none: it may hold tokens.
     */
    private static Optional<ErrorFields> inPlainWords(
            OutboundClient.Reply reply, TokenResponseBody body, TokenDialect dialect) {
        String words = reply.body().strip();
        boolean isPlain =
                reply.status() >= 400
                        && !body.isReadable()
                        && words.length() <= LONGEST_WORDS
                        && !NO_WORDS.matcher(words).find();
        return isPlain && RefusalMeaning.of(words, words, dialect.errors()) != RefusalMeaning.OTHER
                ? Optional.of(new ErrorFields(List.of(words), words))
                : Optional.empty();
    }

    private static TokenResponse unexplained(OutboundClient.Reply reply, TokenResponseBody body) {
        return reply.status() == 401
                ? new TokenResponse.Refused(401, "invalid_client", "")
                : new TokenResponse.Malformed(reply.status(), lacking(reply, body));
    }

    /** Which field there would have to be. */
    private static String lacking(OutboundClient.Reply reply, TokenResponseBody body) {
        String place = body.accessTokenPlace();
        if (reply.status() / 100 == 3) {
            return "it is a redirect, which is not followed: the entry's token_endpoint may be"
                    + " wrong";
        }
        if (reply.body().isBlank()) {
            return "it is empty or too long, and so holds no " + place;
        }
        Optional<String> otherForm = otherForm(reply);
        if (otherForm.isPresent()) {
            return otherForm.get() + ", and so holds no " + place;
        }
        if (!body.isReadable()) {
            return "it is neither JSON nor form-encoded, and so holds no " + place;
        }
        return body.accessToken().isMissingNode() || body.accessToken().isNull()
                ? "it holds no " + place
                : "its " + place + " is no text that can be a token";
    }

    /** A coding or a type that is not read, by its name: neither is secret. */
    private static Optional<String> otherForm(OutboundClient.Reply reply) {
        if (reply.body().stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        Optional<String> coding =
                ResponseText.unknownCoding(reply.headers())
                        .map(name -> "it is coded as " + name + ", though identity was asked for");
        return coding.isPresent()
                ? coding
                : ResponseText.foreignType(reply.headers())
                        .map(type -> "it is " + type + ", not JSON");
    }

    private static TokenSet tokens(
            TokenResponseBody body, TokenDialect dialect, Instant now, Duration age) {
        String accessToken = token(body.accessToken()).orElseThrow();
        Optional<String> refreshToken = refreshToken(body.refreshToken());
        Optional<Duration> lifetime =
                TokenLifetimes.ofAccess(
                        body, accessToken, now, age, dialect.longest(refreshToken.isPresent()));
        boolean endless =
                !dialect.expires()
                        || (isUnsaid(body.expiresIn())
                                && lifetime.isEmpty()
                                && refreshToken.isEmpty());
        return new TokenSet(
                accessToken,
                TokenSet.type(token(body.tokenType()).orElse("Bearer")),
                refreshToken,
                lifetime,
                age,
                scopes(body.scope()),
                endless,
                TokenLifetimes.ofGrant(body, age));
    }

    private static TokenResponse refused(
            OutboundClient.Reply reply,
            ErrorFields error,
            RefusalMeaning meaning,
            SecretBlotter secrets) {
        if (meaning == RefusalMeaning.OTHER && isElsewhere(reply, error)) {
            String words = secrets.blot(error.codes().get(0) + " " + error.description());
            return new TokenResponse.Malformed(
                    reply.status(), "it says: " + cut(words.strip(), MAX_DESCRIPTION));
        }
        return meaning == RefusalMeaning.LIMIT
                ? new TokenResponse.RateLimited(RetryAfter.read(reply.headers()))
                : new TokenResponse.Refused(
                        reply.status(),
                        cut(secrets.blot(error.codes().get(0)), MAX_ERROR),
                        cut(secrets.blot(error.description()), MAX_DESCRIPTION),
                        meaning);
    }

    /** Nobody looked at a code or token there: the entry's address may be wrong. */
    private static boolean isElsewhere(OutboundClient.Reply reply, ErrorFields error) {
        return NOWHERE.contains(reply.status())
                && !RefusalMeaning.isOfRequest(error.codes().get(0));
    }

    /** A 401 is about the client (RFC 6749 §5.2), unless its code is about something else. */
    private static RefusalMeaning meaning(
            OutboundClient.Reply reply, ErrorFields error, TokenDialect dialect) {
        RefusalMeaning said =
                RefusalMeaning.of(error.codes(), error.description(), dialect.errors());
        return said == RefusalMeaning.OTHER
                        && reply.status() == 401
                        && !RefusalMeaning.isOfRequest(error.codes().get(0))
                ? RefusalMeaning.CLIENT
                : said;
    }

    private static Optional<String> token(JsonNode value) {
        return value.isTextual() && TOKEN.matcher(value.asText().strip()).matches()
                ? Optional.of(value.asText().strip())
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

    /** Empty text: the provider did not say. */
    private static Optional<List<String>> scopes(JsonNode node) {
        List<String> scopes = new ArrayList<>();
        if (node.isTextual()) {
            scopes.addAll(split(node.asText()));
        } else if (node.isArray()) {
            node.forEach(scope -> scopes.addAll(split(scope.asText())));
        }
        return Optional.of(scopes.stream().distinct().toList()).filter(list -> !list.isEmpty());
    }

    /**
     * By a blank, as RFC 6749 has it, or by what others put there. Without control characters: NUL
     * is what no database stores.
     */
    private static List<String> split(String text) {
        String plain = ESCAPE.matcher(text).find() ? TokenResponseBody.decoded(text) : text;
        String list = plain.startsWith("[") ? plain.replaceAll("[\\[\\]\"]", " ") : plain;
        return BETWEEN_SCOPES.splitAsStream(list).filter(scope -> !scope.isEmpty()).toList();
    }

    private static String cut(String text, int length) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= length ? plain : plain.substring(0, length);
    }
}
