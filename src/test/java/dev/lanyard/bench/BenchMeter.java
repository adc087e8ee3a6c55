package dev.lanyard.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Takes measurements, prints a line of each, and keeps them. */
final class BenchMeter {
    /** Within which a backend that rests tells the statistics of its work. */
    private static final Duration TOLD = Duration.ofMillis(1_200);

    private final BenchDatabase database;
    private final List<Measurement> all = new ArrayList<>();

    BenchMeter(BenchDatabase database) {
        this.database = database;
    }

    /**
     * Measures one load.
     *
     * @param pid of the process that serves it
     */
    Measurement measure(String target, int connections, long pid, Supplier<LoadResult> load) {
        HttpLoad.sleep(TOLD);
        long transactions = database.transactions();
        ProcessorTime before = ProcessorTime.now(pid, database.postmaster());
        LoadResult result = load.get();
        ProcessorTime used = ProcessorTime.now(pid, database.postmaster()).since(before);
        HttpLoad.sleep(TOLD);
        Measurement taken =
                new Measurement(
                        target, connections, result, used, database.transactions() - transactions);
        System.out.println(taken);
        all.add(taken);
        return taken;
    }

    /** All of that target with so many connections, in the order they were taken. */
    List<Measurement> of(String target, int connections) {
        return all.stream()
                .filter(taken -> taken.target().equals(target))
                .filter(taken -> taken.connections() == connections)
                .toList();
    }

    /** Of the rounds of that target. */
    double median(String target, int connections, ToDoubleFunction<Measurement> figure) {
        return Medians.of(of(target, connections), figure);
    }

    /** Of the medians of their rates. */
    double ratio(String target, String yardstick, int connections) {
        return median(target, connections, Measurement::rate)
                / median(yardstick, connections, Measurement::rate);
    }

    List<Measurement> all() {
        return all;
    }
}
