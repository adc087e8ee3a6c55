package dev.lanyard.connection.change;

import java.util.function.LongSupplier;

/**
 * Notices that the machine slept, during which the monotonic clock stood still, or that its clock
 * was set. The wall clock measures nothing here: that both went the same way is all that is asked.
 */
final class ClockWatch {
    private static final long DRIFT_MILLIS = 500;

    private final LongSupplier difference;
    private long before;

    ClockWatch() {
        this(() -> System.currentTimeMillis() - System.nanoTime() / 1_000_000);
    }

    /**
     * @param difference milliseconds from one clock to the other
     */
    ClockWatch(LongSupplier difference) {
        this.difference = difference;
        this.before = difference.getAsLong();
    }

    /** Whether one clock went another way than the other since the last look. */
    boolean isJump() {
        long now = difference.getAsLong();
        boolean jump = Math.abs(now - before) > DRIFT_MILLIS;
        before = now;
        return jump;
    }
}
