package dev.lanyard.connection.refresh;

import dev.lanyard.database.SqlSeconds;
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
record RefreshFailure(
        String outcome,
        boolean consumed,
        @Nullable Double retryAfter,
        @Nullable Double dueAfter,
        boolean suspect,
        @Nullable String health,
        @Nullable String reason,
        @Nullable String detail) {

    static RefreshFailure retry(RefreshDecision.Retry verdict, boolean suspect) {
        double delay = SqlSeconds.of(verdict.delay());
        return new RefreshFailure(
                verdict.outcome(),
                verdict.consumed(),
                delay,
                delay,
                suspect,
                "degraded",
                verdict.reason(),
                verdict.detail());
    }

    static RefreshFailure pause(RefreshDecision.Pause verdict, Duration again, boolean suspect) {
        return new RefreshFailure(
                verdict.outcome(),
                false,
                SqlSeconds.of(again),
                SqlSeconds.of(again),
                suspect,
                "degraded",
                "rate_limited",
                verdict.detail());
    }

    static RefreshFailure suspect(RefreshDecision.Suspect verdict, Duration coolDown) {
        return new RefreshFailure(
                verdict.outcome(),
                false,
                null,
                SqlSeconds.of(coolDown),
                true,
                "degraded",
                "checking_grant",
                verdict.detail());
    }

    static RefreshFailure dead(RefreshDecision.Dead verdict) {
        return new RefreshFailure(
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
