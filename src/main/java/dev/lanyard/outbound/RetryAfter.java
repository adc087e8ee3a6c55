package dev.lanyard.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After} in both forms (RFC 9110 §10.2.3), at most one hour. A date counts from the
 * answer's own {@code Date}.
 */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);

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
        return Stream.of("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
                .flatMap(name -> Optional.ofNullable(headers.get(name)).stream())
                .map(String::strip)
                .anyMatch(left -> !left.isEmpty() && NOTHING.matcher(left).matches());
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
        return (value.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                        : until(value, headers))
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> until(String date, Map<String, String> headers) {
        Optional<ZonedDateTime> end = parse(date);
        ZonedDateTime now = parse(headers.get("date")).orElseGet(ZonedDateTime::now);
        return end.map(at -> Duration.between(now, at))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
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
