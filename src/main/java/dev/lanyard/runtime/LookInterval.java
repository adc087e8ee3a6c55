package dev.lanyard.runtime;

import java.time.Duration;

/**
 * When a costly look is due again: some time after the last that succeeded. One that failed is due
 * at the next tick.
 */
public final class LookInterval {
    private final Duration length;
    private volatile long next = System.nanoTime();

    public LookInterval(Duration length) {
        this.length = length;
    }

    public boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    /** A look succeeded just now. */
    public void looked() {
        next = System.nanoTime() + length.toNanos();
    }
}
