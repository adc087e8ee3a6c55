package dev.lanyard.chaos.rig;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads of one good token at a fixed rate, each with its times, so that an outage can be seen. */
public final class TimedReads implements AutoCloseable {
    private static final int EVERY_MILLIS = 50;

    private final Api api;
    private final String path;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Read> reads = new ConcurrentLinkedQueue<>();

    /**
     * One of them.
     *
     * @param sent {@link System#nanoTime()}
     * @param outcome a status with its problem's code, or a failure
     */
    private record Read(long sent, long ended, String outcome) {
        boolean served() {
            return outcome.equals("200");
        }

        long millis() {
            return Duration.ofNanos(ended - sent).toMillis();
        }
    }

    public TimedReads(Api api, String connection) {
        this.api = api;
        this.path = Reading.token(connection);
        clock.scheduleAtFixedRate(this::read, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void read() {
        long sent = System.nanoTime();
        api.getAsync(path)
                .whenComplete((answer, failure) -> reads.add(read(sent, answer, failure)));
    }

    private static Read read(long sent, @Nullable Answer answer, @Nullable Throwable failure) {
        String outcome =
                answer == null
                        ? failure.getClass().getSimpleName()
                        : answer.status() == 200
                                ? "200"
                                : answer.status() + " " + answer.text("code");
        return new Read(sent, System.nanoTime(), outcome);
    }

    private Stream<Read> sent(long from, long until) {
        return reads.stream().filter(read -> read.sent() >= from && read.sent() < until);
    }

    /** What came of those sent between these two moments, and how often. */
    public Map<String, Long> outcomes(long from, long until) {
        return sent(from, until)
                .collect(Collectors.groupingBy(Read::outcome, TreeMap::new, Collectors.counting()));
    }

    /**
     * The longest that one sent between these moments waited for whatever came, in milliseconds.
     */
    public long longest(long from, long until) {
        return sent(from, until).mapToLong(Read::millis).max().orElse(0);
    }

    /** Milliseconds from that moment until the first one was served. */
    public long firstServed(long from) {
        return millis(
                from,
                reads.stream()
                        .filter(Read::served)
                        .map(Read::ended)
                        .filter(end -> end >= from)
                        .toList(),
                true);
    }

    /** Milliseconds from that moment until the last failure ended; 0: none did. */
    public long lastFailure(long from) {
        Predicate<Read> failed = Predicate.not(Read::served);
        return millis(
                from,
                reads.stream().filter(failed).map(Read::ended).filter(end -> end >= from).toList(),
                false);
    }

    private static long millis(long from, List<Long> moments, boolean first) {
        var sorted = moments.stream().mapToLong(Long::longValue).sorted();
        var chosen = first ? sorted.findFirst() : sorted.reduce((a, b) -> b);
        return chosen.isEmpty() ? 0 : Duration.ofNanos(chosen.getAsLong() - from).toMillis();
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
