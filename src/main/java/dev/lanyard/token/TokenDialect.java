package dev.lanyard.token;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider's token endpoint departs from RFC 6749: where it puts what, by which further words
 * it refuses, what it wants to be sent besides.
 *
 * @param expires false: access tokens never end by themselves
 * @param longest beyond it {@code expires_in} is not believed
 * @param derived nor beyond this, made of the entry's lifetime, where a refresh token came along:
 *     some tokens that nothing renews live for months where others live for an hour
 */
public record TokenDialect(
        TokenPointers pointers,
        ErrorWords errors,
        ExtraParameters parameters,
        boolean expires,
        Duration longest,
        Optional<Duration> derived) {
    public static final Duration LONGEST = Duration.ofDays(366);

    /** RFC 6749 as it stands. */
    public static final TokenDialect STANDARD =
            new TokenDialect(
                    TokenPointers.NONE, ErrorWords.NONE, ExtraParameters.NONE, true, LONGEST);

    /** One whose entry tells no lifetime to derive a limit from. */
    public TokenDialect(
            TokenPointers pointers,
            ErrorWords errors,
            ExtraParameters parameters,
            boolean expires,
            Duration longest) {
        this(pointers, errors, parameters, expires, longest, Optional.empty());
    }

    /** Beyond it {@code expires_in} is not believed. */
    Duration longest(boolean besideRefreshToken) {
        return besideRefreshToken ? derived.orElse(longest) : longest;
    }

    /**
     * JSON pointers into the response; empty: where RFC 6749 has it, or one level deeper.
     *
     * @param success what must stand where, for it not to be a refusal
     */
    public record TokenPointers(
            Optional<String> accessToken,
            Optional<String> refreshToken,
            Optional<String> expiresIn,
            Optional<String> scope,
            Optional<SuccessMark> success) {
        static final TokenPointers NONE =
                new TokenPointers(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    /** A field that tells success, and its value then. */
    public record SuccessMark(String pointer, String is) {}

    /** Error codes, or words in error or description, beside the built-in ones. */
    public record ErrorWords(
            List<String> deadGrant,
            List<String> clientRejected,
            List<String> denied,
            List<String> rateLimited) {
        static final ErrorWords NONE = new ErrorWords(List.of(), List.of(), List.of(), List.of());

        /** By these words alone; empty: there is none for it. */
        Optional<RefusalMeaning> meaning(List<String> errors, String description) {
            String all = (String.join(" ", errors) + " " + description).toLowerCase(Locale.ROOT);
            if (holds(all, rateLimited)) {
                return Optional.of(RefusalMeaning.LIMIT);
            }
            if (holds(all, deadGrant)) {
                return Optional.of(RefusalMeaning.GRANT);
            }
            return holds(all, clientRejected)
                    ? Optional.of(RefusalMeaning.CLIENT)
                    : Optional.empty();
        }

        private static boolean holds(String all, List<String> words) {
            return words.stream().anyMatch(word -> all.contains(word.toLowerCase(Locale.ROOT)));
        }
    }

    /** Sent as they are with each request of that kind. */
    public record ExtraParameters(
            Map<String, String> authorize, Map<String, String> token, Map<String, String> refresh) {
        static final ExtraParameters NONE = new ExtraParameters(Map.of(), Map.of(), Map.of());
    }
}
