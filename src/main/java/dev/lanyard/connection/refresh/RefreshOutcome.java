package dev.lanyard.connection.refresh;

import java.time.Duration;

/** The outcome of one try to refresh, for those who waited for it. The row tells the rest. */
public sealed interface RefreshOutcome {

    /** Whether it was denied before anything was presented: it has cost the provider nothing. */
    default boolean isDenied() {
        return false;
    }

    /** New tokens are stored, by this try or by another meanwhile. */
    record Refreshed() implements RefreshOutcome {}

    /**
     * Nothing may be presented before that time has passed.
     *
     * @param isDenied or else that follows from a presentation
     */
    record Blocked(Duration delay, boolean isDenied) implements RefreshOutcome {
        public Blocked(Duration delay) {
            this(delay, true);
        }
    }

    /** Another presents it just now, or a rule forbids it: look at the row again. */
    record NotNow() implements RefreshOutcome {}

    /** The grant is dead, or cannot be refreshed at all. */
    record Ended() implements RefreshOutcome {}

    /** The provider rejects the profile's credentials; nothing is presented until they work. */
    record Rejected() implements RefreshOutcome {
        @Override
        public boolean isDenied() {
            return true;
        }
    }

    /** Refused as a client before; it may be presented once the client is proved to work. */
    record Suspected() implements RefreshOutcome {}

    /** The row's secrets do not open: our own failure (rule 21). */
    record Unreadable() implements RefreshOutcome {}
}
