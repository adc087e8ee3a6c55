package dev.lanyard.chaos.rig;

import dev.lanyard.rig.Replica;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads each new connection to the next replica that was ready when it was asked: one that said no
 * twice in a row gets none, as by the readiness probe in deploy/base. It knows nothing of HTTP,
 * repeats nothing, and leaves connections alone once they are open.
 */
public final class Balancer implements AutoCloseable {
    static final Duration POLL = Duration.ofMillis(200);
    private static final int FAILURE_THRESHOLD = 2;

    private final List<Replica> replicas;
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService looking;
    private final Relay relay = new Relay(this::next);

    /** How often each said no since it last said yes. */
    private final Map<Replica, Integer> refusals = new ConcurrentHashMap<>();

    public Balancer(List<Replica> replicas) {
        this.replicas = List.copyOf(replicas);
        this.looking = Executors.newScheduledThreadPool(replicas.size());
        replicas.forEach(this::watch);
    }

    /** A slow answer of one delays no look at another. */
    private void watch(Replica replica) {
        looking.scheduleWithFixedDelay(
                () -> look(replica), 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public URI url() {
        return URI.create("http://localhost:" + relay.port());
    }

    /** Whether new connections may go to that replica. */
    public boolean serves(Replica replica) {
        return refusals.getOrDefault(replica, FAILURE_THRESHOLD) < FAILURE_THRESHOLD;
    }

    private void look(Replica replica) {
        if (replica.health("ready") == 200) {
            refusals.put(replica, 0);
        } else {
            refusals.merge(replica, 1, Integer::sum);
        }
    }

    /** How many connections were led to nobody. */
    public int refused() {
        return relay.refused();
    }

    private int next() {
        List<Replica> now = replicas.stream().filter(this::serves).toList();
        return now.isEmpty()
                ? 0
                : now.get(Math.floorMod(turn.getAndIncrement(), now.size())).url().getPort();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        relay.close();
    }
}
