package dev.lanyard.runtime;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets the last work end before the pool of connections is closed. */
public final class ShutdownWait {
    private static final long LOOK_NANOS = 20_000_000;

    private ShutdownWait() {}

    /**
     * Waits on the thread that stops the process, which has nothing else to do.
     *
     * @param ended whether all work has ended
     * @param longest how long it is waited for
     */
    public static void await(BooleanSupplier ended, Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        while (!ended.getAsBoolean() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
