package dev.lanyard.connection.background;

import dev.lanyard.connection.background.DueTokenSets.Share;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the background work that this replica has under way, by profile, so that one profile's
 * flood leaves room for the others. Thread-safe.
 */
final class InFlight {
    /** Twice Bitbucket's parallel cap: enough that no slot stays free between two ticks. */
    static final int OF_ONE_PROFILE = 16;

    private static final int OF_ALL = 256;

    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Long> restUntil = new HashMap<>();
    private int total;

    synchronized void begin(String profileId) {
        total++;
        running.merge(profileId, 1, Integer::sum);
    }

    synchronized void end(String profileId) {
        total--;
        running.merge(profileId, -1, (before, less) -> before == 1 ? null : before + less);
    }

    /** Nothing of this profile is worth claiming for that long. */
    synchronized void rest(String profileId, Duration time) {
        restUntil.put(profileId, System.nanoTime() + time.toNanos());
    }

    /** What there is room for; nobody's while all of it is taken. */
    synchronized Share room() {
        long now = System.nanoTime();
        restUntil.values().removeIf(until -> until - now <= 0);
        Set<String> full =
                running.entrySet().stream()
                        .filter(entry -> entry.getValue() >= OF_ONE_PROFILE)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        full.addAll(restUntil.keySet());
        return new Share(Math.max(0, OF_ALL - total), OF_ONE_PROFILE, full);
    }
}
