package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.RefreshBackoff;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.runtime.Jitter;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A failure's columns.
 *
 * @param consumed false: the mark and lease found are restored (rule 17)
 * @param retryAfter seconds before which nothing is presented; null: no limit of its own
 * @param dueAfter seconds after which background work looks again; null: never
 * @param health null: unchanged
 * @param heldAt the verdict is held since; null: it is not
 */
record RefreshFailure(
        String outcome,
        boolean consumed,
        @Nullable Double retryAfter,
        @Nullable Double dueAfter,
        boolean suspect,
        @Nullable String health,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable OffsetDateTime heldAt) {
    /** How far apart those of a burst come back. */
    private static final Duration SPREAD = Duration.ofSeconds(20);

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
                verdict.detail(),
                null);
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
                verdict.detail(),
                null);
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
                verdict.detail(),
                null);
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
                verdict.detail(),
                null);
    }

    /** Refused in a burst: presented once more when that is over. */
    static RefreshFailure held(RefreshDecision.Dead verdict, OffsetDateTime since) {
        return new RefreshFailure(
                "held",
                false,
                null,
                SqlSeconds.of(RefreshBackoff.HELD.plus(Jitter.upTo(SPREAD))),
                false,
                "degraded",
                "checking_grant",
                verdict.detail()
                        + " It said so to several connections at once; it is asked once more.",
                since);
    }

    /** A dead grant stays dead, whatever kept it from coming back. */
    static RefreshFailure stillDead(RefreshDecision verdict) {
        return new RefreshFailure(
                verdict.outcome(), true, null, null, false, null, null, null, null);
    }
}
