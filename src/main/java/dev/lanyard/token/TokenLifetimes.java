package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads how long tokens live, however a response spells it. */
final class TokenLifetimes {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{0,9})?");
    private static final Pattern GRANT_LIFETIME =
            Pattern.compile(
                    "(x_)?refresh_?(token_?)?(expires_?in|expiry|lifetime|valid_for|validity|ttl|max_age)(_seconds)?");
    private static final Pattern GRANT_END =
            Pattern.compile(
                    "(x_)?refresh_?(token_?)?(expires_?(at|on)|expiration(_?(date|time))?)");
    private static final Pattern ACCESS_LIFETIME =
            Pattern.compile(
                    "(access_?)?(token_?)?(expires_?in|expiry_?in|lifetime)(_?sec(ond)?s)?");
    private static final Pattern ACCESS_END =
            Pattern.compile(
                    "(access_?)?(token_?)?(expires|expiry|expiration)(_?(at|on|date|time))?");
    private static final Pattern EITHER = Pattern.compile("(expires|expiry|expiration)$");
    private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");
    private static final int MOST_FIELDS = 200;
    private static final int LONGEST_NAME = 60;
    private static final int IN_MILLIS = 1_000;
    private static final Duration LONGEST_GRANT = Duration.ofDays(100 * 366L);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Clocks differ; milliseconds in place of seconds are further off. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    /** Seconds since 1970 are fewer for 3,000 years, and milliseconds more since 1973. */
    private static final long MILLIS = 100_000_000_000L;

    /** As seconds since 1970 it is long ago (2001), as a lifetime no token's. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(1_000_000_000L);

    private static final BigDecimal LATEST = BigDecimal.valueOf(1_000L * MILLIS);

    private TokenLifetimes() {}

    /**
     * What {@code expires_in} says, if that can be believed (rule 23).
     *
     * @param longest beyond it nothing is believed
     */
    static Optional<Duration> lifetime(JsonNode expiresIn, Duration longest) {
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

    /** What may stand for {@code expires_in}: {@code token_lifetime}, {@code expires} … */
    private static Stream<Duration> plain(TokenResponseBody body) {
        return named(body, ACCESS_LIFETIME, ACCESS_END)
                .filter(field -> !isTime(field))
                .flatMap(field -> lifetime(field.getValue(), LONGEST_GRANT).stream());
    }

    /** When it ends: {@code expires_at} and its like. */
    private static Stream<Duration> ends(TokenResponseBody body, Duration age) {
        return named(body, ACCESS_END)
                .filter(TokenLifetimes::isTime)
                .flatMap(field -> until(field.getValue(), age).stream());
    }

    /** Facebook's {@code expires} is a number of seconds; others mean a time by that. */
    private static boolean isTime(Map.Entry<String, JsonNode> field) {
        String name = snakeCase(field.getKey());
        return ACCESS_END.matcher(name).matches()
                && !(EITHER.matcher(name).find()
                        && number(field.getValue())
                                .filter(number -> number.compareTo(EARLIEST) < 0)
                                .isPresent());
    }

    /** {@code refresh_token_expires_in} and its like, beside the tokens. */
    static Optional<Duration> ofGrant(TokenResponseBody body, Duration age) {
        return named(body, GRANT_LIFETIME, GRANT_END)
                .flatMap(field -> grantLifetime(field, age).stream())
                .findFirst();
    }

    private static Optional<Duration> grantLifetime(
            Map.Entry<String, JsonNode> field, Duration age) {
        return GRANT_LIFETIME.matcher(snakeCase(field.getKey())).matches()
                ? lifetime(field.getValue(), LONGEST_GRANT)
                : until(field.getValue(), age);
    }

    /** Beside the tokens first, then at the top. No response has more fields or longer names. */
    private static Stream<Map.Entry<String, JsonNode>> named(
            TokenResponseBody body, Pattern... names) {
        return Stream.of(body.fields(), body.root())
                .flatMap(fields -> fields.properties().stream().limit(MOST_FIELDS))
                .filter(field -> field.getKey().length() <= LONGEST_NAME)
                .filter(field -> isOneOf(snakeCase(field.getKey()), names));
    }

    private static boolean isOneOf(String name, Pattern... names) {
        return Stream.of(names).anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /**
     * How long an access token may be given out: what {@code expires_in} says, but no longer than
     * the token's end that is told beside it. Some tell {@code expires_in} in milliseconds, which
     * as seconds is months: a token would be served that is dead for long. A lifetime beside it may
     * be another thing's: it counts where {@code expires_in} says nothing.
     *
     * @param now by the clock of who made the response
     * @return empty: nothing, or nothing that can be believed
     */
    static Optional<Duration> ofAccess(
            TokenResponseBody body, String token, Instant now, Duration age, Duration longest) {
        Stream<Duration> ownEnd =
                JwtEnd.of(token).map(end -> Duration.between(now, end).plus(age)).stream();
        Optional<Duration> told = lifetime(body.expiresIn(), longest);
        Stream<Duration> beside =
                plain(body).filter(left -> told.isEmpty() || isMillis(told, left));
        Optional<Duration> other =
                Stream.of(ownEnd, ends(body, age), beside)
                        .flatMap(ends -> ends)
                        .filter(left -> left.compareTo(SECOND) >= 0)
                        .filter(left -> left.compareTo(longest) <= 0)
                        .min(Comparator.naturalOrder());
        boolean tooLong =
                told.isPresent()
                        && other.isPresent()
                        && told.get().minus(other.get()).compareTo(LEEWAY) > 0;
        return told.isEmpty() || tooLong ? other : told;
    }

    /** The same lifetime twice, in milliseconds and in seconds. */
    private static boolean isMillis(Optional<Duration> told, Duration beside) {
        return told.equals(Optional.of(beside.multipliedBy(IN_MILLIS)));
    }

    /** An end that is told as a time: RFC 3339, or seconds or milliseconds since 1970. */
    private static Optional<Duration> until(JsonNode end, Duration age) {
        return time(end)
                .map(at -> Duration.between(Instant.now(), at).plus(age))
                .filter(left -> left.compareTo(LONGEST_GRANT) <= 0 && !left.isNegative());
    }

    /** RFC 3339, seconds or milliseconds since 1970. */
    static Optional<Instant> time(JsonNode end) {
        Optional<BigDecimal> number = number(end);
        if (number.filter(seconds -> seconds.signum() > 0 && seconds.compareTo(LATEST) < 0)
                .isPresent()) {
            long seconds = number.get().longValue();
            return Optional.of(
                    seconds < MILLIS
                            ? Instant.ofEpochSecond(seconds)
                            : Instant.ofEpochMilli(seconds));
        }
        try {
            return Optional.of(OffsetDateTime.parse(end.asText().strip()).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String snakeCase(String name) {
        return HUMP.matcher(name).replaceAll("$1_$2").replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
