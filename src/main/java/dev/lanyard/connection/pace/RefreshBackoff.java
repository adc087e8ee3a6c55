package dev.lanyard.connection.pace;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between presentations of one connection: after a failure, after a response that stayed
 * out, and while a verdict is held (docs/refresh.md). Pure but for jitter.
 *
 * @param failures presentations that failed since the last success
 * @param graceLeft how long presenting again is still safe by rule 14; zero or negative: no longer,
 *     or never
 */
public record RefreshBackoff(int failures, Duration graceLeft) {
    /** The longest pause while an outstanding response may still be had (rule 14). */
    public static final Duration IN_GRACE = Duration.ofSeconds(30);

    /** How long a burst of refusals is no proof (rule 18). */
    public static final Duration HELD = Duration.ofMinutes(10);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LAST = Duration.ofMinutes(10);

    /** So many bring the first pause to the last one, or past it. */
    private static final int DOUBLINGS =
            Long.SIZE - Long.numberOfLeadingZeros((LAST.toMillis() - 1) / FIRST.toMillis());

    private static final List<Duration> UNANSWERED =
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final Duration NO_GRACE = Duration.ofMinutes(2);
    private static final List<Duration> NOT_SENT =
            List.of(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1));

    /**
     * After a response that brought no tokens (rule 20): from the first pause to the last, with
     * jitter; inside the grace of an outstanding response at most {@link #IN_GRACE}.
     */
    public Duration answered() {
        return growing(failures);
    }

    /**
     * After a presentation whose response stayed out: by rule 14 with grace, by rule 15 without.
     *
     * @param grace how long a spent refresh token may be presented again; zero: not at all
     */
    public Duration unanswered(Duration grace) {
        if (grace.isZero()) {
            return NO_GRACE;
        }
        if (!inGrace()) {
            return answered();
        }
        return failures < UNANSWERED.size() ? UNANSWERED.get(failures) : IN_GRACE;
    }

    /** After a request that was not sent, and so spent nothing (rule 17). */
    public Duration notSent() {
        return failures < NOT_SENT.size()
                ? NOT_SENT.get(failures)
                : growing(failures - NOT_SENT.size());
    }

    private Duration growing(int steps) {
        long least = FIRST.toMillis() << Math.min(steps, DOUBLINGS);
        long jittered = least + ThreadLocalRandom.current().nextLong(least / 4);
        Duration delay = Duration.ofMillis(Math.min(LAST.toMillis(), jittered));
        return inGrace() && delay.compareTo(IN_GRACE) > 0 ? IN_GRACE : delay;
    }

    private boolean inGrace() {
        return graceLeft.compareTo(Duration.ZERO) > 0;
    }
}
