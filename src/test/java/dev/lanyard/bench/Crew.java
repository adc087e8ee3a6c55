package dev.lanyard.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Threads that do the same piece of work again and again, each over a connection of its own. */
final class Crew {
    private final URI server;
    private final int size;
    private final Histogram latencies = new ConcurrentHistogram(3);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    Crew(URI server, int size) {
        this.server = server;
        this.size = size;
    }

    /** A piece of work. */
    interface Work {
        /**
         * @param number of this piece, from 0
         * @return false: there is no more
         */
        boolean run(BlockingHttp http, long number);
    }

    /** Until the time is over or the work is. */
    LoadResult run(Duration time, Work work) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        AtomicLong next = new AtomicLong();
        long began = System.nanoTime();
        long until = began + time.toNanos();
        try {
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, size)
                            .mapToObj(
                                    member ->
                                            CompletableFuture.runAsync(
                                                    () -> member(work, next, until), threads))
                            .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new LoadResult(done.get(), failures.get(), seconds, latencies);
    }

    private void member(Work work, AtomicLong next, long until) {
        try (BlockingHttp http = new BlockingHttp(server)) {
            while (System.nanoTime() < until) {
                long began = System.nanoTime();
                if (!work.run(http, next.getAndIncrement())) {
                    return;
                }
                latencies.recordValue(System.nanoTime() - began);
                done.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError failure) {
            failures.incrementAndGet();
            System.err.println("bench: " + failure);
        }
    }
}
