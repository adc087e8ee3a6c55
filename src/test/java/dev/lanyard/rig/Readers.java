package dev.lanyard.rig;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.vault.SeededTenants.Seeded;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Clients who read random connections' tokens at both replicas until they are told to end. */
public final class Readers {
    private final Cluster cluster;
    private final List<Seeded> seeded;
    private final ExecutorService threads;
    private final LongAdder reads = new LongAdder();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean going = true;

    private Readers(Cluster cluster, List<Seeded> seeded, int count) {
        this.cluster = cluster;
        this.seeded = seeded;
        this.threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            threads.execute(this::read);
        }
    }

    public static Readers start(Cluster cluster, List<Seeded> seeded, int count) {
        return new Readers(cluster, seeded, count);
    }

    private void read() {
        while (going) {
            int n = ThreadLocalRandom.current().nextInt(seeded.size());
            read(seeded.get(n), cluster.replica(1 + n % 2));
        }
    }

    private void read(Seeded one, Replica replica) {
        try {
            Api api = new Api(replica.url(), one.apiKey());
            Answer answer = api.get("/v1/connections/" + one.connectionId() + "/token?min_ttl=0");
            if (answer.status() != 200 || !answer.text("access_token").equals(one.accessToken())) {
                failures.add(answer.status() + " " + answer.body());
            }
        } catch (UncheckedIOException e) {
            failures.add(e.toString());
        }
        reads.increment();
    }

    public long reads() {
        return reads.sum();
    }

    /** Ends them; what did not answer 200 with the right token. */
    public List<String> end() throws InterruptedException {
        going = false;
        threads.shutdown();
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            failures.add("a read did not end");
        }
        return List.copyOf(failures);
    }
}
