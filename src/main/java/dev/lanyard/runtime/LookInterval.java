package dev.lanyard.runtime;

import java.time.Duration;

/**
 * When a costly look is due again: some time after the last that succeeded. One that failed is due
 * at the next tick.
 */
public final class LookInterval {
    /** Looking takes a twentieth of the time at most, however long one look takes. */
    private static final int SHARE = 20;

    private final Duration length;
    private volatile long next = System.nanoTime();

    public LookInterval(Duration length) {
        this.length = length;
    }

    public boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    /** A short look succeeded just now. */
    public void looked() {
        lookedFor(0);
    }

    /**
     * A look succeeded just now.
     *
     * @param nanos that it took
     */
    public void lookedFor(long nanos) {
        next = System.nanoTime() + Math.max(length.toNanos(), SHARE * nanos);
    }
}
