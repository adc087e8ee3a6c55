package dev.lanyard.chaos.rig;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Token reads at a fixed rate, whatever becomes of the earlier ones. The client keeps its
 * connections, and does what RFC 9112 §9.3.1 lets every client do, no more: a GET on a kept
 * connection that the server closed without a byte is sent again.
 */
public final class SteadyReads implements AutoCloseable {
    /** What every read must end in. */
    public static final String SERVED = "200";

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Api api;
    private final List<String> connections;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private final long start = System.nanoTime();
    private volatile double perSecond;

    /**
     * @param rate reads in a second
     */
    public SteadyReads(Api api, List<String> connections, int rate) {
        this.api = api;
        this.connections = connections;
        clock.scheduleAtFixedRate(this::read, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
    }

    private void read() {
        String id = connections.get(sent.getAndIncrement() % connections.size());
        long begun = System.nanoTime();
        CompletableFuture<Answer> answer = api.getAsync(Reading.token(id));
        answer.whenComplete((given, failure) -> note(begun, given, failure));
    }

    private void note(long begun, @Nullable Answer given, @Nullable Throwable failure) {
        slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        String outcome = given == null ? String.valueOf(failure) : String.valueOf(given.status());
        outcomes.merge(outcome, 1, Integer::sum);
        answered.incrementAndGet();
    }

    /** Stops, and waits for the last answer. */
    public void end() {
        close();
        perSecond = sent.get() * 1e9 / (System.nanoTime() - start);
        Awaitility.await().atMost(LONGEST).until(() -> outstanding() == 0);
    }

    /** How often each answer came so far: a status, or a failure. */
    public Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** How many wait for their answer just now. */
    public int outstanding() {
        return sent.get() - answered.get();
    }

    /** The rate that was reached. */
    public double perSecond() {
        return perSecond;
    }

    public Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
