package dev.lanyard.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is done. Connections besides those that are read are there to be in the way.
 *
 * @param tenants that fill the database
 * @param connections of those tenants together
 * @param tokenBytes of each access token
 * @param rounds of reads, each target in turn
 * @param each how long one measurement takes
 * @param warmUp of each target
 * @param lines imported; the first {@link #READ} of them are read, the others refreshed
 * @param deliveries events that one webhook is told of
 */
record BenchPlan(
        String name,
        int tenants,
        int connections,
        int tokenBytes,
        int rounds,
        Duration each,
        Duration warmUp,
        int lines,
        int deliveries) {
    static final List<Integer> AT_ONCE = List.of(1, 16, 64, 256);
    static final int READ = 1_000;

    static BenchPlan of(String name) {
        return switch (name) {
            case "smoke" -> // shows that it runs; its figures mean nothing
                    new BenchPlan(
                            name,
                            10,
                            1_000,
                            2_600,
                            1,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            1_600,
                            200);
            case "quick" ->
                    new BenchPlan(
                            name,
                            100,
                            10_000,
                            2_600,
                            2,
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(8),
                            6_000,
                            2_000);
            case "full" ->
                    new BenchPlan(
                            name,
                            1_000,
                            100_000,
                            2_600,
                            5,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(40),
                            40_000,
                            20_000);
            default -> throw new IllegalArgumentException("quick, full or smoke, not " + name);
        };
    }
}
