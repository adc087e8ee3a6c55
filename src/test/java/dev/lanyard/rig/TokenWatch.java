package dev.lanyard.rig;

import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Http.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Clients that read one connection's token without a pause, and what they still get. */
public final class TokenWatch implements AutoCloseable {
    private static final long LATEST = Duration.ofSeconds(1).toNanos();
    private static final Duration WATCHED = Duration.ofMillis(2_500);

    private final Api api;
    private final String path;
    private final ExecutorService threads;
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private volatile Answer last = new Answer(0, "", "{}");
    private volatile Predicate<Answer> over = answer -> false;
    private volatile long since;
    private volatile boolean going = true;

    private TokenWatch(Api api, String path, int clients) {
        this.api = api;
        this.path = path;
        this.threads = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            threads.execute(this::read);
        }
    }

    public static TokenWatch of(Api api, String connectionId, int clients) {
        return new TokenWatch(api, "/v1/connections/" + connectionId + "/token", clients);
    }

    private void read() {
        while (going) {
            long asked = System.nanoTime();
            try {
                note(asked, api.get(path));
            } catch (UncheckedIOException e) {
                note(asked, new Answer(0, "", "{}"));
            }
        }
    }

    private void note(long asked, Answer answer) {
        last = answer;
        reads.incrementAndGet();
        if (asked - since > LATEST && over.test(answer)) {
            stale.incrementAndGet();
        }
    }

    /** The token that is served now. */
    public String awaitToken() {
        over = answer -> false;
        await().atMost(Duration.ofSeconds(10)).until(() -> last.status() == 200);
        return last.text("access_token");
    }

    /**
     * How many reads that were begun more than a second from now brought what is over now.
     *
     * @param over whether an answer is such
     */
    public long staleAfter(Predicate<Answer> over) throws InterruptedException {
        stale.set(0);
        this.since = System.nanoTime();
        this.over = over;
        long before = reads.get();
        Thread.sleep(WATCHED.toMillis());
        if (reads.get() - before < WATCHED.toMillis() / 100) {
            throw new AssertionError("nobody reads");
        }
        return stale.get();
    }

    @Override
    public void close() {
        going = false;
        threads.shutdown();
    }
}
