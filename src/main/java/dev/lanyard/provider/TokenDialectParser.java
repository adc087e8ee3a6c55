package dev.lanyard.provider;

import dev.lanyard.token.TokenDialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an entry says of the token endpoint's own ways: {@code token_response}, {@code
 * errors}, {@code parameters}, and how long access tokens live. All of it may be left out.
 */
final class TokenDialectParser {
    private static final Duration POSITIVE = Duration.ofSeconds(1);

    private static final int IN_MILLIS = 1_000;

    private TokenDialectParser() {}

    static TokenDialect read(YamlFields entry) {
        YamlFields accessToken = accessToken(entry);
        return new TokenDialect(
                entry.optionalObject(
                                "token_response",
                                "access_token",
                                "refresh_token",
                                "expires_in",
                                "scope",
                                "success")
                        .map(TokenDialectParser::pointers)
                        .orElse(TokenDialect.STANDARD.pointers()),
                entry.optionalObject(
                                "errors", "dead_grant", "client_rejected", "denied", "rate_limited")
                        .map(TokenDialectParser::errors)
                        .orElse(TokenDialect.STANDARD.errors()),
                entry.optionalObject("parameters", "authorize", "token", "refresh")
                        .map(TokenDialectParser::parameters)
                        .orElse(TokenDialect.STANDARD.parameters()),
                expires(accessToken),
                declared(accessToken).orElse(TokenDialect.LONGEST),
                derived(accessToken));
    }

    private static Optional<Duration> declared(YamlFields accessToken) {
        return accessToken.optionalDuration("maximum_lifetime", POSITIVE);
    }

    /** A lifetime that is a thousand times the one the entry declares is in milliseconds. */
    private static Optional<Duration> derived(YamlFields accessToken) {
        return declared(accessToken).isPresent()
                ? Optional.empty()
                : accessToken
                        .optionalDuration("default_lifetime", POSITIVE)
                        .map(lifetime -> lifetime.multipliedBy(IN_MILLIS - 1))
                        .filter(longest -> longest.compareTo(TokenDialect.LONGEST) < 0);
    }

    /** How long access tokens live. */
    static YamlFields accessToken(YamlFields entry) {
        return entry.objectOrEmpty(
                "access_token", "default_lifetime", "maximum_lifetime", "expires");
    }

    /** {@code never}: the provider gives them no end. */
    private static boolean expires(YamlFields accessToken) {
        Optional<String> text = accessToken.optionalText("expires");
        accessToken.require(
                text.isEmpty() || text.get().equals("never"),
                "expires",
                "must be never, or left out, not " + text.orElse(""));
        return text.isEmpty();
    }

    private static TokenDialect.TokenPointers pointers(YamlFields fields) {
        return new TokenDialect.TokenPointers(
                fields.optionalPointer("access_token"),
                fields.optionalPointer("refresh_token"),
                fields.optionalPointer("expires_in"),
                fields.optionalPointer("scope"),
                fields.optionalObject("success", "pointer", "is")
                        .map(
                                mark ->
                                        new TokenDialect.SuccessMark(
                                                mark.pointer("pointer"),
                                                YamlScalars.one(mark, "is"))));
    }

    private static TokenDialect.ErrorWords errors(YamlFields fields) {
        return new TokenDialect.ErrorWords(
                words(fields, "dead_grant"),
                words(fields, "client_rejected"),
                words(fields, "denied"),
                words(fields, "rate_limited"));
    }

    private static List<String> words(YamlFields fields, String name) {
        return fields.has(name) ? fields.texts(name) : List.of();
    }

    private static TokenDialect.ExtraParameters parameters(YamlFields fields) {
        return new TokenDialect.ExtraParameters(
                YamlScalars.all(fields, "authorize"),
                YamlScalars.all(fields, "token"),
                YamlScalars.all(fields, "refresh"));
    }
}
