package dev.lanyard.chaos.rig;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything. All sizes are here: {@code -Dlanyard.chaos=full} (the profile {@code
 * chaos}) chooses the bars' own.
 *
 * @param rounds of 200 parallel reads at expiry
 * @param kills of replicas by SIGKILL
 * @param refreshing connections that are being refreshed then; each kill holds up a few for the 20
 *     s of their leases
 * @param databaseKills of the whole database server by SIGKILL; backends are terminated as often
 * @param slowCalls parallel refreshes at a slow provider
 * @param stopped how long a process is stopped between mark and send
 * @param clocks by how much a replica's clock is wrong, in libfaketime's words
 * @param mixed how long faults are mixed
 * @param restarts of replicas by SIGTERM at 500 reads a second
 * @param failovers of the database to its standby
 * @param freezes of the database's host, in each of two ways
 * @param frozen how long each lasts
 * @param behaviours of providers composed at random
 */
public record Sizes(
        int rounds,
        int kills,
        int refreshing,
        int databaseKills,
        int slowCalls,
        Duration stopped,
        List<String> clocks,
        Duration mixed,
        int restarts,
        int failovers,
        int freezes,
        Duration frozen,
        int behaviours) {

    static final Sizes SHORT =
            new Sizes(
                    2,
                    20,
                    30,
                    2,
                    12,
                    Duration.ofSeconds(7),
                    List.of("+5m"),
                    Duration.ofSeconds(5),
                    2,
                    1,
                    1,
                    Duration.ofSeconds(15),
                    12);
    static final Sizes FULL =
            new Sizes(
                    10,
                    1_000,
                    150,
                    100,
                    50,
                    Duration.ofSeconds(30),
                    List.of("+5m", "-5m"),
                    Duration.ofMinutes(5),
                    20,
                    5,
                    Integer.getInteger("lanyard.chaos.freezes", 10),
                    Duration.ofSeconds(60),
                    Integer.getInteger("lanyard.wild.behaviours", 1_000));

    public static Sizes chosen() {
        return isFull() ? FULL : SHORT;
    }

    static boolean isFull() {
        return "full".equals(System.getProperty("lanyard.chaos"));
    }
}
