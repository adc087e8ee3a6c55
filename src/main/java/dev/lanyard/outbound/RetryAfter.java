package dev.lanyard.outbound;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);
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

    private static Duration seconds(String value) {
        return Duration.ofSeconds(new BigDecimal(value.strip()).min(LONGEST_SECONDS).longValue());
    }

    private static Optional<ZonedDateTime> parse(@Nullable String date) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
