package dev.lanyard.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Random time that keeps apart what would come together. */
public final class Jitter {
    private Jitter() {}

    public static Duration upTo(Duration bound) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound.toMillis() + 1));
    }

    public static Duration upTo(Duration bound, Duration atMost) {
        return upTo(bound.compareTo(atMost) > 0 ? atMost : bound);
    }
}
