package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import java.time.Duration;

/**
 * A caller's or the background's wish for a refresh.
 *
 * @param patience how long it would stand in line for a place of the profile
 */
public record RefreshDemand(Priority priority, Duration patience) {
    private static final Duration CLAIMED = Duration.ofMinutes(1);

    /** An answer is outstanding. */
    public static final RefreshDemand OUTSTANDING =
            new RefreshDemand(Priority.OUTSTANDING, CLAIMED);

    /** Nobody waits; the row is claimed for a minute. */
    public static final RefreshDemand BACKGROUND = new RefreshDemand(Priority.BACKGROUND, CLAIMED);

    /** Somebody waits for so long. */
    public static RefreshDemand ofCaller(Duration patience) {
        return new RefreshDemand(Priority.CALLER, patience);
    }

    boolean isCaller() {
        return priority == Priority.CALLER;
    }
}
