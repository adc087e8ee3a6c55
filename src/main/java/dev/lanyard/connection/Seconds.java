package dev.lanyard.connection;

import java.time.Duration;

/** Durations as SQL has them: seconds with fractions. */
final class Seconds {
    private Seconds() {}

    static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    static double of(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
