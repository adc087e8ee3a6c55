package dev.lanyard.chaos.rig;

import java.time.Duration;

/** A fault that lasts; never a wait for something to happen. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
