package dev.lanyard.notify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses of a delivery after each attempt that failed; docs/webhooks.md: growing, for 3 days.
 */
final class RetrySchedule {
    private static final List<Duration> AFTER =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(8));

    private RetrySchedule() {}

    /**
     * The pause, up to a fifth longer by chance, so that what failed together does not come back
     * together.
     *
     * @param attempts that were made before the one which just failed
     * @param asked by the target ({@code Retry-After}); counts if it is longer
     */
    static Duration after(int attempts, Duration asked) {
        Duration pause = AFTER.get(Math.min(attempts, AFTER.size() - 1));
        Duration longer = asked.compareTo(pause) > 0 ? asked : pause;
        return longer.plusMillis(ThreadLocalRandom.current().nextLong(longer.toMillis() / 5 + 1));
    }
}
