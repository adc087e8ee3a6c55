package dev.lanyard.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Of the rounds of one target. */
final class Medians {
    private Medians() {}

    static double rate(List<Measurement> rounds) {
        return of(rounds, Measurement::rate);
    }

    /** {@code NaN} of none. */
    static double of(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
