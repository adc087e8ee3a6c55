package dev.lanyard.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    /** {@code expires_in} and what may stand for it: {@code expires_at}, {@code expires} … */
    private static Stream<Duration> ofAccess(TokenResponseBody body, Duration age) {
        return Stream.of(body.fields(), body.root())
                .flatMap(fields -> accessLifetimes(fields, age));
    }

    private static Stream<Duration> accessLifetimes(JsonNode fields, Duration age) {
        List<Duration> found = new ArrayList<>();
        fields.fields()
                .forEachRemaining(
                        field -> {
                            String name = snakeCase(field.getKey());
                            if (ACCESS_LIFETIME.matcher(name).matches()) {
                                lifetime(field.getValue(), LONGEST_GRANT).ifPresent(found::add);
                            } else if (ACCESS_END.matcher(name).matches()) {
                                end(name, field.getValue(), age).ifPresent(found::add);
                            }
                        });
        return found.stream();
    }

    /** Facebook's {@code expires} is a number of seconds; others mean a time by that. */
    private static Optional<Duration> end(String name, JsonNode value, Duration age) {
        boolean isLifetime =
                EITHER.matcher(name).find()
                        && number(value)
                                .filter(number -> number.compareTo(EARLIEST) < 0)
                                .isPresent();
        return isLifetime ? lifetime(value, LONGEST_GRANT) : until(value, age);
    }

    /** {@code refresh_token_expires_in} and its like, beside the tokens. */
    static Optional<Duration> ofGrant(TokenResponseBody body, Duration age) {
        return Stream.of(body.fields(), body.root())
                .flatMap(fields -> grantLifetimes(fields, age))
                .findFirst();
    }

    private static Stream<Duration> grantLifetimes(JsonNode fields, Duration age) {
        List<Duration> found = new ArrayList<>();
        fields.fields()
                .forEachRemaining(
                        field -> {
                            String name = snakeCase(field.getKey());
                            if (GRANT_LIFETIME.matcher(name).matches()) {
                                lifetime(field.getValue(), LONGEST_GRANT).ifPresent(found::add);
                            } else if (GRANT_END.matcher(name).matches()) {
                                until(field.getValue(), age).ifPresent(found::add);
                            }
                        });
        return found.stream();
    }

    /**
     * How long an access token may be given out: what the response says, but no longer than what
     * else it tells of the token's end. Some tell {@code expires_in} in milliseconds, which as
     * seconds is months: a token would be served that is dead for long.
     *
     * @param now by the clock of who made the response
     * @return empty: nothing, or nothing that can be believed
     */
    static Optional<Duration> ofAccess(
            TokenResponseBody body, String token, Instant now, Duration age, Duration longest) {
        Optional<Duration> other =
                Stream.concat(
                                JwtEnd.of(token)
                                        .map(end -> Duration.between(now, end).plus(age))
                                        .stream(),
                                ofAccess(body, age))
                        .filter(left -> left.compareTo(SECOND) >= 0)
                        .filter(left -> left.compareTo(longest) <= 0)
                        .min(Comparator.naturalOrder());
        Optional<Duration> told = lifetime(body.expiresIn(), longest);
        boolean tooLong =
                told.isPresent()
                        && other.isPresent()
                        && told.get().minus(other.get()).compareTo(LEEWAY) > 0;
        return told.isEmpty() || tooLong ? other : told;
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
        return name.replaceAll("([a-z])([A-Z])", "$1_$2")
                .replace('-', '_')
                .toLowerCase(Locale.ROOT);
    }
}
