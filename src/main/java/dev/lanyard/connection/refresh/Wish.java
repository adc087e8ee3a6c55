package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.Gate.Priority;
import java.time.Duration;

/**
 * Who wants a refresh.
 *
 * @param patience how long it would stand in line for a place of the profile
 */
public record Wish(Priority priority, Duration patience) {
    private static final Duration CLAIMED = Duration.ofMinutes(1);

    /** An answer is outstanding. */
    public static final Wish OUTSTANDING = new Wish(Priority.OUTSTANDING, CLAIMED);

    /** Nobody waits; the row is claimed for a minute. */
    public static final Wish BACKGROUND = new Wish(Priority.BACKGROUND, CLAIMED);

    /** Somebody waits for so long. */
    public static Wish ofCaller(Duration patience) {
        return new Wish(Priority.CALLER, patience);
    }

    boolean isCaller() {
        return priority == Priority.CALLER;
    }
}
