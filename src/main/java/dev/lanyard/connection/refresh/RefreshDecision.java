package dev.lanyard.connection.refresh;

import java.time.Duration;
import java.util.Optional;

/**
 * The meaning of a failed presentation for the connection, the profile and the next try. One of
 * docs/refresh.md's table rows.
 */
sealed interface RefreshDecision {

    /** What the refresh history calls it. */
    String outcome();

    /**
     * It may work again without the user.
     *
     * @param reason the connection's status reason
     * @param consumed false: provably not consumed, so the mark found is restored (rule 17)
     * @param delay before the next presentation
     */
    record Retry(String outcome, String reason, String detail, boolean consumed, Duration delay)
            implements RefreshDecision {}

    /**
     * The profile pauses (rule 20); nothing was consumed.
     *
     * @param retryAfter for how long, as the provider says
     */
    record Pause(String outcome, String detail, Optional<Duration> retryAfter)
            implements RefreshDecision {}

    /**
     * Refused as a client: dead grant, wrong secret or lock-out; decided by evidence later (rule
     * 19).
     */
    record Suspect(String outcome, String detail) implements RefreshDecision {

        /** A death that has another explanation. */
        static Suspect of(Dead dead) {
            return new Suspect("refused_client", dead.detail());
        }
    }

    /**
     * Refused, but a second answer of the former version is kept: that one is tried first (rule
     * 12).
     */
    record UseSpare(String outcome) implements RefreshDecision {}

    /** The grant is dead; only the user can bring it back. */
    record Dead(String outcome, String reason, String detail) implements RefreshDecision {}
}
