package dev.lanyard.connection.refresh;

import java.time.Duration;

/** The outcome of one try to refresh, for those who waited for it. The row tells the rest. */
public sealed interface RefreshOutcome {

    /** New tokens are stored, by this try or by another meanwhile. */
    record Refreshed() implements RefreshOutcome {}

    /** Nothing may be presented before that time has passed. */
    record Blocked(Duration delay) implements RefreshOutcome {}

    /** Another presents it just now, or a rule forbids it: look at the row again. */
    record NotNow() implements RefreshOutcome {}

    /** The grant is dead, or cannot be refreshed at all. */
    record Ended() implements RefreshOutcome {}

    /** The provider rejects the profile's credentials; nothing is presented until they work. */
    record Rejected() implements RefreshOutcome {}

    /** Refused as a client before; it may be presented once the client is proved to work. */
    record Suspected() implements RefreshOutcome {}

    /** The row's secrets do not open: our own failure (rule 21). */
    record Unreadable() implements RefreshOutcome {}
}
