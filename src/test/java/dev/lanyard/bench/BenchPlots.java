package dev.lanyard.bench;

import static dev.lanyard.bench.TokenReadBench.ASKED;
import static dev.lanyard.bench.TokenReadBench.BARE;
import static dev.lanyard.bench.TokenReadBench.KEPT;
import static dev.lanyard.bench.TokenReadBench.PIPELINED;
import static dev.lanyard.bench.TokenReadBench.TARGETS;
import static dev.lanyard.bench.TokenReadBench.USUAL;

import dev.lanyard.bench.BarPlot.BarGroup;
import java.util.List;
import java.util.stream.Stream;

/** The plots of a {@link BenchReport}: shares of yardsticks, no figure of a machine's own. */
final class BenchPlots {
    private static final String AT_HALF = " at " + TokenReadBench.PERCENTS.get(0) + " %";

    private BenchPlots() {}

    static String ratios(BenchMeter meter) {
        return BarPlot.draw(
                "Token reads a second, as a share of the yardstick's",
                List.of("kept / bare HTTP", "asked / pipelined"),
                BenchPlan.AT_ONCE.stream().map(atOnce -> ratios(meter, atOnce)).toList());
    }

    private static BarGroup ratios(BenchMeter meter, int atOnce) {
        return new BarGroup(
                atOnce + " at once",
                List.of(meter.ratio(KEPT, BARE, atOnce), meter.ratio(ASKED, PIPELINED, atOnce)));
    }

    static String latencies(BenchMeter meter) {
        return BarPlot.draw(
                "Latency at half of the top rate, in medians of bare HTTP",
                TARGETS,
                Stream.of(50, 90, 99).map(percentile -> latencies(meter, percentile)).toList());
    }

    private static BarGroup latencies(BenchMeter meter, int percentile) {
        double unit = millis(meter, BARE, 50);
        return new BarGroup(
                "p" + percentile,
                TARGETS.stream().map(target -> millis(meter, target, percentile) / unit).toList());
    }

    private static double millis(BenchMeter meter, String target, int percentile) {
        return meter.median(target + AT_HALF, USUAL, taken -> taken.result().millis(percentile));
    }
}
