package dev.lanyard.database;

import java.time.Duration;

/** Durations as SQL has them: seconds with fractions. */
public final class SqlSeconds {
    private SqlSeconds() {}

    public static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    public static double of(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
