package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import java.time.Duration;

/**
 * A caller's or the background's wish for a refresh.
 *
 * @param patience how long it would wait for a slot of the profile
 * @param revives a dead grant is tried, too
 */
public record RefreshDemand(Priority priority, Duration patience, boolean revives) {
    private static final Duration CLAIMED = Duration.ofMinutes(1);

    /** A response is outstanding. */
    public static final RefreshDemand OUTSTANDING =
            new RefreshDemand(Priority.OUTSTANDING, CLAIMED, false);

    /** Nobody waits; the row is claimed for a minute. */
    public static final RefreshDemand BACKGROUND =
            new RefreshDemand(Priority.BACKGROUND, CLAIMED, false);

    /** Somebody waits for so long. */
    public static RefreshDemand ofCaller(Duration patience) {
        return new RefreshDemand(Priority.CALLER, patience, false);
    }

    /** The same of somebody who has a dead grant's token presented once more (rule 18). */
    public static RefreshDemand toRevive(Duration patience) {
        return new RefreshDemand(Priority.CALLER, patience, true);
    }

    boolean isCaller() {
        return priority == Priority.CALLER;
    }
}
