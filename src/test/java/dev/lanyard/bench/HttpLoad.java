package dev.lanyard.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Requests over many connections, by one event loop: each as soon as the one before is answered, or
 * (open loop) at a rate, whether or not the server keeps up. Latency is counted from when a request
 * was to be sent, so that a server which stalls does not hide what it kept waiting.
 */
final class HttpLoad implements AutoCloseable {
    private static final Duration LAST_RESPONSES = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client =
            vertx.createNetClient(
                    new NetClientOptions().setTcpNoDelay(true).setReceiveBufferSize(65_536));

    /** One load; everything of it happens on the event loop. */
    private final class Run {
        private final List<Buffer> requests;
        private final double rate; // of an open loop, requests a second; 0: a closed one
        private final Histogram latencies = LoadResult.histogram();
        private final Deque<LoadConnection> idle = new ArrayDeque<>();
        private final Deque<Long> waiting = new ArrayDeque<>();
        private final List<LoadConnection> all = new ArrayList<>();
        private long started;
        private long sent;
        private long count;
        private long failures;
        private boolean over;

        Run(List<Buffer> requests, double rate) {
            this.requests = requests;
            this.rate = rate;
        }

        void begin() {
            started = System.nanoTime();
            idle.addAll(all);
            if (rate == 0) {
                all.forEach(connection -> send(System.nanoTime()));
            } else {
                vertx.setPeriodic(1, this::tick);
            }
        }

        /** In bursts of a millisecond, as of the millisecond's beginning. */
        private void tick(long timer) {
            if (over) {
                vertx.cancelTimer(timer);
                return;
            }
            long millis = (System.nanoTime() - started) / 1_000_000;
            long due = (long) (millis * rate / 1e3);
            for (long next = sent + waiting.size(); next < due; next++) {
                waiting.add(started + (long) (next / rate * 1e3) * 1_000_000);
            }
            while (!waiting.isEmpty() && !idle.isEmpty()) {
                send(waiting.poll());
            }
        }

        private void send(long began) {
            idle.poll().send(requests.get((int) (sent++ % requests.size())), began);
        }

        void answered(LoadConnection connection) {
            long now = System.nanoTime();
            idle.add(connection);
            if (over) {
                return;
            }
            count++;
            failures += connection.successful() ? 0 : 1;
            latencies.recordValue(Math.max(0, now - connection.began()));
            if (rate == 0) {
                send(now);
            } else if (!waiting.isEmpty()) {
                send(waiting.poll());
            }
        }

        /** What nobody has answered by now waited until now, at least. */
        LoadResult end() {
            over = true;
            long now = System.nanoTime();
            waiting.forEach(began -> latencies.recordValue(Math.max(0, now - began)));
            return new LoadResult(count, failures, (now - started) / 1e9, latencies);
        }

        boolean isQuiet() {
            return idle.size() == all.size();
        }
    }

    /** A GET of that path. */
    static Buffer get(URI server, String path, String bearer) {
        return Buffer.buffer(
                "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, server.getAuthority(), bearer));
    }

    /**
     * @param requests sent in turn
     * @param rate requests a second; 0: as fast as responses come
     */
    LoadResult run(URI server, List<Buffer> requests, int connections, double rate, Duration time) {
        Run run = new Run(requests, rate);
        onLoop(() -> connect(server, connections, run).map(opened -> true));
        onLoop(() -> begun(run));
        sleep(time);
        LoadResult result = onLoop(() -> Future.succeededFuture(run.end()));
        awaitLast(run);
        return result;
    }

    private static Future<Boolean> begun(Run run) {
        run.begin();
        return Future.succeededFuture(true);
    }

    private Future<?> connect(URI server, int connections, Run run) {
        List<Future<?>> opened = new ArrayList<>();
        for (int number = 0; number < connections; number++) {
            opened.add(
                    client.connect(server.getPort(), server.getHost())
                            .onSuccess(
                                    socket ->
                                            run.all.add(
                                                    new LoadConnection(socket, run::answered))));
        }
        return Future.all(new ArrayList<>(opened));
    }

    private void awaitLast(Run run) {
        long until = System.nanoTime() + LAST_RESPONSES.toNanos();
        while (!onLoop(() -> Future.succeededFuture(run.isQuiet())) && System.nanoTime() < until) {
            sleep(Duration.ofMillis(20));
        }
        onLoop(() -> closed(run));
    }

    private static Future<Boolean> closed(Run run) {
        run.all.forEach(LoadConnection::close);
        return Future.succeededFuture(true);
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(
                go -> work.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done.join();
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
