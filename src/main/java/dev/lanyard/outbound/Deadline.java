package dev.lanyard.outbound;

import java.time.Duration;

/**
 * Bounds of one call, on the process's monotonic clock, which goes on while the process is stopped.
 *
 * @param startBy {@link System#nanoTime()} after which the first byte is not sent any more
 * @param endBy {@link System#nanoTime()} at which the call is given up
 */
public record Deadline(long startBy, long endBy) {
    /** How long a call to a token endpoint may take in all (docs/refresh.md rule 4). */
    public static final Duration CALL = Duration.ofSeconds(10);

    /** A call that may start until it ends. */
    public static Deadline within(Duration total) {
        long end = System.nanoTime() + total.toNanos();
        return new Deadline(end, end);
    }

    /**
     * A call that must start soon after a lease was taken (rule 3).
     *
     * @param since {@link System#nanoTime()} when the lease's statement was sent
     * @param start how long after that the call may start
     */
    public static Deadline startingWithin(Duration start, long since) {
        return new Deadline(since + start.toNanos(), System.nanoTime() + CALL.toNanos());
    }

    boolean mayStart() {
        return System.nanoTime() - startBy < 0 && millisLeft() > 0;
    }

    /** Milliseconds until it is given up; negative: it has been. */
    public long millisLeft() {
        return (endBy - System.nanoTime()) / 1_000_000;
    }
}
