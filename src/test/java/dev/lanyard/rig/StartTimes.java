package dev.lanyard.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * For measuring: the time from exec to ready with a migrated database, and the memory of a replica
 * after one journey and a minute of rest.
 */
public final class StartTimes {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration REST = Duration.ofSeconds(60);

    private StartTimes() {}

    /** Prints the times in ms, sorted, and the resident memory in MiB; {@code args[0]} starts. */
    public static void main(String... args) throws IOException, InterruptedException {
        try (Cluster cluster = Cluster.start(1, ProviderEntry.BITBUCKET)) {
            List<Long> millis = new ArrayList<>();
            for (int round = 0; round < Integer.parseInt(args[0]); round++) {
                millis.add(start(cluster));
            }
            Collections.sort(millis);
            System.out.println("ready after ms: " + millis);

            Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
            String id = tenant.connect("u1");
            tenant.api().get("/v1/connections/" + id + "/token").expect(200);
            Thread.sleep(REST.toMillis());
            System.out.println("RSS after one journey: " + rss(cluster.replica(1)) + " MiB");
        }
    }

    private static long start(Cluster cluster) {
        long begin = System.nanoTime();
        try (Replica replica = Replica.start("start-time", cluster.settings())) {
            replica.awaitReady(POLL);
            return Duration.ofNanos(System.nanoTime() - begin).toMillis();
        }
    }

    private static long rss(Replica replica) throws IOException {
        Path status = Path.of("/proc", String.valueOf(replica.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
