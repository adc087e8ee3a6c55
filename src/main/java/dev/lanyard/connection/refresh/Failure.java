package dev.lanyard.connection.refresh;

import dev.lanyard.database.Seconds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure's columns.
 *
 * @param consumed false: the mark and lease found are restored (rule 17)
 * @param retryAfter seconds before which nothing is presented; null: no limit of its own
 * @param dueAfter seconds after which background work looks again; null: never
 * @param health null: unchanged
 */
record Failure(
        String outcome,
        boolean consumed,
        @Nullable Double retryAfter,
        @Nullable Double dueAfter,
        boolean suspect,
        @Nullable String health,
        @Nullable String reason,
        @Nullable String detail) {

    static Failure retry(Verdict.Retry verdict, boolean suspect) {
        double delay = Seconds.of(verdict.delay());
        return new Failure(
                verdict.outcome(),
                verdict.consumed(),
                delay,
                delay,
                suspect,
                "degraded",
                verdict.reason(),
                verdict.detail());
    }

    static Failure pause(Verdict.Pause verdict, Duration again, boolean suspect) {
        return new Failure(
                verdict.outcome(),
                false,
                Seconds.of(again),
                Seconds.of(again),
                suspect,
                "degraded",
                "rate_limited",
                verdict.detail());
    }

    static Failure suspect(Verdict.Suspect verdict, Duration coolDown) {
        return new Failure(
                verdict.outcome(),
                false,
                null,
                Seconds.of(coolDown),
                true,
                "degraded",
                "checking_grant",
                verdict.detail());
    }

    static Failure dead(Verdict.Dead verdict) {
        return new Failure(
                verdict.outcome(),
                true,
                null,
                null,
                false,
                "reconnect_required",
                verdict.reason(),
                verdict.detail());
    }
}
