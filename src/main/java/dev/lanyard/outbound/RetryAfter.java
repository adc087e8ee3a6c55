package dev.lanyard.outbound;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
     * How long to wait.
     *
     * @param headers of the response, names in lower case
     * @return empty if the response does not say, or not in a form that can be read
     */
    public static Optional<Duration> read(Map<String, String> headers) {
        String value = headers.get("retry-after");
        if (value == null) {
            return Optional.empty();
        }
        return (SECONDS.matcher(value).matches()
                        ? Optional.of(seconds(value))
                        : until(value, headers))
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> until(String date, Map<String, String> headers) {
        Optional<ZonedDateTime> end = parse(date);
        ZonedDateTime now = parse(headers.get("date")).orElseGet(ZonedDateTime::now);
        return end.map(at -> Duration.between(now, at))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    /** A number that can only be a time is one: some tell seconds since 1970. */
    private static Duration seconds(String value) {
        BigDecimal number = new BigDecimal(value.strip());
        if (number.compareTo(EARLIEST) < 0) {
            return Duration.ofSeconds(number.longValue());
        }
        Instant end = Instant.ofEpochSecond(number.min(LATEST).longValue());
        Duration wait = Duration.between(Instant.now(), end);
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
