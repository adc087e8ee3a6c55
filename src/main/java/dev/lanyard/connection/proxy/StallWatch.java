package dev.lanyard.connection.proxy;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * A bound of the time in which nothing goes on; none of how long all of it takes. One timer, which
 * looks when it is due, so that a step costs no more than a look at the clock. For one event loop.
 */
final class StallWatch {
    private static final long NONE = -1;
    private static final long NANOS = 1_000_000;

    private final Vertx vertx;
    private final LongSupplier nanos;
    private final Runnable stalled;
    private long patienceMillis;
    private long since;
    private long timer = NONE;

    /**
     * A watch that does not run yet.
     *
     * @param nanos like {@link System#nanoTime()}
     * @param stalled called once for each {@link #expect} at most
     */
    StallWatch(Vertx vertx, LongSupplier nanos, Runnable stalled) {
        this.vertx = vertx;
        this.nanos = nanos;
        this.stalled = stalled;
    }

    /** From now on something must go on within this time, again and again. */
    void expect(long millis) {
        boolean dueInTime = timer != NONE && millis >= patienceMillis;
        patienceMillis = millis;
        progress();
        if (!dueInTime) { // else the one that runs looks soon enough, and goes on
            stop();
            arm(millis);
        }
    }

    /** Something went on. */
    void progress() {
        since = nanos.getAsLong();
    }

    void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void arm(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), due -> look());
    }

    private void look() {
        timer = NONE;
        long left = patienceMillis - (nanos.getAsLong() - since) / NANOS;
        if (left > 0) {
            arm(left);
        } else {
            stalled.run();
        }
    }
}
