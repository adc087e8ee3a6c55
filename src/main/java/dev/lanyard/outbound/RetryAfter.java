package dev.lanyard.outbound;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After} in both forms (RFC 9110 §10.2.3), at most one hour. A date counts from the
 * answer's own {@code Date}.
 */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("\\s*\\d{1,30}(\\.\\d{1,9})?\\s*");

    /** As a pause it is absurd, as seconds since 1970 it is 2001. */
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(1_000_000_000L);

    private static final BigDecimal LATEST = BigDecimal.valueOf(100_000_000_000L);

    /** RFC 9110 §5.6.7, its obsolete forms too, and what APIs make of a time. */
    private static final List<DateTimeFormatter> DATES =
            List.of(
                    DateTimeFormatter.RFC_1123_DATE_TIME,
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME,
                    DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ENGLISH),
                    DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                            .withZone(ZoneOffset.UTC));

    private static final Pattern REMAINING =
            Pattern.compile("(x-)?(app-)?rate-?limit-(\\w+-)*remaining(-\\w+)*");

    /** {@code X-RateLimit-Reset}, {@code X-RateLimit-Reset-After}, {@code RateLimit-Reset} … */
    private static final Pattern RESET =
            Pattern.compile("(x-)?(app-)?rate-?limit-(\\w+-)*reset(-\\w+)*");

    /** The first one of several windows, or one that names its unit. */
    private static final Pattern SEVERAL = Pattern.compile("(?s)^([\\d.]+)\\s*(s|[,;].*)$");

    private static final Pattern RESET_IN_ONE = Pattern.compile("\\b(?:reset|t)=(\\d{1,13})\\b");

    /** In one field with the rest: {@code limit=100, remaining=0} or {@code "default";r=0}. */
    private static final Pattern NONE_LEFT = Pattern.compile("\\b(remaining|r)=0\\b");

    private static final Pattern NOTHING = Pattern.compile("-?0*(\\.0*)?|-\\d{1,18}");

    private RetryAfter() {}

    /**
     * Whether this is "too many requests": 429, or a 403 that says when to come again or that none
     * are left.
     */
    public static boolean isLimit(OutboundClient.Reply reply) {
        return reply.status() == 429
                || (reply.status() == 403
                        && (reply.headers().containsKey("retry-after")
                                || isExhausted(reply.headers())));
    }

    private static boolean isExhausted(Map<String, String> headers) {
        return headers.entrySet().stream()
                .anyMatch(
                        field ->
                                REMAINING.matcher(field.getKey()).matches()
                                        ? isNothing(field.getValue())
                                        : field.getKey().equals("ratelimit")
                                                && NONE_LEFT.matcher(field.getValue()).find());
    }

    /** The first one of several windows. */
    private static boolean isNothing(String value) {
        String left = value.split("[,;]", 2)[0].strip();
        return !left.isEmpty() && NOTHING.matcher(left).matches();
    }

    /**
     * How long to wait: {@code Retry-After}, else until a limit that is used up begins anew ({@code
     * RateLimit-Reset} and its like).
     *
     * @param headers of the response, names in lower case
     * @return empty if the response does not say, or not in a form that can be read
     */
    public static Optional<Duration> read(Map<String, String> headers) {
        return Optional.ofNullable(headers.get("retry-after"))
                .flatMap(value -> wait(value, headers))
                .or(() -> reset(headers))
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    /** What is left of another limit says nothing of the one that was met. */
    private static Optional<Duration> reset(Map<String, String> headers) {
        boolean isOther =
                !isExhausted(headers)
                        && headers.keySet().stream().anyMatch(REMAINING.asMatchPredicate());
        return isOther
                ? Optional.empty()
                : headers.entrySet().stream()
                        .flatMap(field -> resets(field.getKey(), field.getValue()))
                        .flatMap(value -> wait(value, headers).stream())
                        .filter(wait -> !wait.isZero())
                        .min(Comparator.naturalOrder());
    }

    private static Stream<String> resets(String name, String value) {
        if (RESET.matcher(name).matches()) {
            return Stream.of(SEVERAL.matcher(value.strip()).replaceFirst("$1"));
        }
        Matcher inOne = RESET_IN_ONE.matcher(name.equals("ratelimit") ? value : "");
        return inOne.find() ? Stream.of(inOne.group(1)) : Stream.empty();
    }

    private static Optional<Duration> wait(String value, Map<String, String> headers) {
        return SECONDS.matcher(value).matches()
                ? Optional.of(seconds(value, headers))
                : until(value, headers);
    }

    /** The time of whoever made the response; ours, if it does not say. */
    public static Instant now(Map<String, String> headers) {
        return parse(headers.get("date")).map(ZonedDateTime::toInstant).orElseGet(Instant::now);
    }

    private static Optional<Duration> until(String date, Map<String, String> headers) {
        return parse(date)
                .map(at -> Duration.between(now(headers), at.toInstant()))
                .map(RetryAfter::notNegative);
    }

    /** A number that can only be a time is one: some tell seconds, or milliseconds, since 1970. */
    private static Duration seconds(String value, Map<String, String> headers) {
        BigDecimal number = new BigDecimal(value.strip());
        if (number.compareTo(EARLIEST) < 0) {
            return Duration.ofSeconds(number.longValue());
        }
        Instant end =
                number.compareTo(LATEST) < 0
                        ? Instant.ofEpochSecond(number.longValue())
                        : Instant.ofEpochMilli(number.min(LATEST.movePointRight(3)).longValue());
        return notNegative(Duration.between(now(headers), end));
    }

    private static Duration notNegative(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Optional<ZonedDateTime> parse(@Nullable String date) {
        return date == null
                ? Optional.empty()
                : DATES.stream().flatMap(format -> parse(date, format).stream()).findFirst();
    }

    private static Optional<ZonedDateTime> parse(String date, DateTimeFormatter format) {
        try {
            return Optional.of(ZonedDateTime.parse(date.strip(), format));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
