package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import dev.lanyard.connection.pace.Urgency;
import java.time.Duration;

/**
 * A caller's or the background's wish for a refresh.
 *
 * @param urgency which rises when a caller joins
 * @param patience how long it would wait for a slot of the profile
 * @param revives a dead grant is tried, too
 */
public record RefreshDemand(Urgency urgency, Duration patience, boolean revives) {
    private static final Duration CLAIMED = Duration.ofMinutes(1);

    /** A response is outstanding. */
    public static final RefreshDemand OUTSTANDING = of(Priority.OUTSTANDING, CLAIMED, false);

    /** Nobody waits; the row is claimed for a minute. */
    public static final RefreshDemand BACKGROUND = of(Priority.BACKGROUND, CLAIMED, false);

    /** Somebody waits for so long. */
    public static RefreshDemand ofCaller(Duration patience) {
        return of(Priority.CALLER, patience, false);
    }

    /** The same of somebody who has a dead grant's token presented once more (rule 18). */
    public static RefreshDemand toRevive(Duration patience) {
        return of(Priority.CALLER, patience, true);
    }

    private static RefreshDemand of(Priority priority, Duration patience, boolean revives) {
        return new RefreshDemand(new Urgency(priority), patience, revives);
    }

    /** The same with an urgency of its own: what rises in one refresh rises in no other. */
    RefreshDemand own() {
        return of(urgency.priority(), patience, revives);
    }

    boolean isCaller() {
        return urgency.isAsked();
    }
}
