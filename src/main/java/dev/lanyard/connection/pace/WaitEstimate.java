package dev.lanyard.connection.pace;

import java.time.Duration;

/**
 * Estimates how fast a queue moves: the time between two admissions while others waited, averaged
 * over the last eight or so. Not thread-safe.
 */
final class WaitEstimate {
    private static final int OVER = 8;

    private boolean othersWaited;
    private long last;
    private long nanos;

    /** A request was admitted. */
    void served(boolean othersWait) {
        long now = System.nanoTime();
        if (othersWaited) {
            long took = now - last;
            nanos = nanos == 0 ? took : nanos + (took - nanos) / OVER;
        }
        othersWaited = othersWait;
        last = now;
    }

    /** How long a request with so many ahead of it will wait; zero while nothing is known. */
    Duration timeFor(long ahead) {
        return Duration.ofNanos(ahead * nanos);
    }
}
