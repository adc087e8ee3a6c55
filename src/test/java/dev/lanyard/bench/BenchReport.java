package dev.lanyard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was measured, as Markdown with plots: every rate beside a yardstick of the same run. */
final class BenchReport {
    private final BenchPlan plan;
    private final BenchMeter meter;
    private final StringBuilder page = new StringBuilder();

    private BenchReport(BenchPlan plan, BenchMeter meter) {
        this.plan = plan;
        this.meter = meter;
    }

    /**
     * Writes {@code report.md} and its plots.
     *
     * @param idle MiB of the replica before any load
     * @param loaded MiB of it after all
     * @param starts milliseconds from exec to ready
     */
    static void write(
            Path folder,
            BenchPlan plan,
            BenchMeter meter,
            long idle,
            long loaded,
            List<Long> starts)
            throws IOException {
        Files.createDirectories(folder);
        BenchReport report = new BenchReport(plan, meter);
        report.machine(idle, loaded, starts);
        report.rates();
        report.openLoops();
        report.costs();
        report.operations();
        Files.writeString(folder.resolve("report.md"), report.page);
        Files.writeString(folder.resolve("token-read-ratios.svg"), BenchPlots.ratios(meter));
        Files.writeString(folder.resolve("token-read-latency.svg"), BenchPlots.latencies(meter));
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void table(String... headings) {
        line("| %s |", String.join(" | ", headings));
        line("|%s", "---|".repeat(headings.length));
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value)
                : "–";
    }

    private double median(String target, int atOnce, ToDoubleFunction<Measurement> figure) {
        return meter.median(target, atOnce, figure);
    }

    private void machine(long idle, long loaded, List<Long> starts) {
        List<Measurement> all = meter.all();
        line(
                "Profile `%s`, %s, JDK %s, %d processors shared with PostgreSQL, the load and the yardsticks.",
                plan.name(),
                LocalDate.now(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
        line(
                "%,d tenants with %,d connections, and %,d connections that are read; tokens of %,d bytes.",
                plan.tenants(), plan.connections(), BenchPlan.READ, plan.tokenBytes());
        line(
                "The machine was busy for %s %% of the time (median), stolen from for %s %% (at most %s %%).",
                number(100 * Medians.of(all, taken -> taken.used().busyShare())),
                number(100 * Medians.of(all, taken -> taken.used().stolenShare())),
                number(
                        100
                                * all.stream()
                                        .mapToDouble(t -> t.used().stolenShare())
                                        .max()
                                        .orElse(0)));
        line(
                "From exec to ready: %s ms. Resident memory: %d MiB idle, %d MiB after all of it.",
                starts, idle, loaded);
        line("");
    }

    private void rates() {
        line("### Token reads a second, as fast as responses come\n");
        table(
                "at once",
                "kept",
                "asked",
                "pipelined",
                "bare HTTP",
                "kept / bare HTTP",
                "asked / pipelined");
        for (int atOnce : BenchPlan.AT_ONCE) {
            line(
                    "| %d | %s | %s | %s | %s | **%s** | **%s** |",
                    atOnce,
                    number(median(TokenReadBench.KEPT, atOnce, Measurement::rate)),
                    number(median(TokenReadBench.ASKED, atOnce, Measurement::rate)),
                    number(median(TokenReadBench.PIPELINED, atOnce, Measurement::rate)),
                    number(median(TokenReadBench.BARE, atOnce, Measurement::rate)),
                    number(meter.ratio(TokenReadBench.KEPT, TokenReadBench.BARE, atOnce)),
                    number(meter.ratio(TokenReadBench.ASKED, TokenReadBench.PIPELINED, atOnce)));
        }
        line(
                "\npgbench, prepared SELECTs of single rows, %d at once: %s/s; asked / pgbench **%s**.\n",
                TokenReadBench.USUAL,
                number(median(TokenReadBench.PGBENCH, TokenReadBench.USUAL, Measurement::rate)),
                number(
                        meter.ratio(
                                TokenReadBench.ASKED,
                                TokenReadBench.PGBENCH,
                                TokenReadBench.USUAL)));
    }

    private void openLoops() {
        line("### Latency in an open loop, corrected\n");
        table("target", "of its top rate", "p50 ms", "p99 ms", "p99 / p50", "p50 / bare HTTP's");
        for (int percent : TokenReadBench.PERCENTS) {
            for (String target : TokenReadBench.TARGETS) {
                String name = target + " at " + percent + " %";
                double p50 = median(name, TokenReadBench.USUAL, t -> t.result().millis(50));
                double p99 = median(name, TokenReadBench.USUAL, t -> t.result().millis(99));
                double bare =
                        median(
                                TokenReadBench.BARE + " at " + percent + " %",
                                TokenReadBench.USUAL,
                                t -> t.result().millis(50));
                line(
                        "| %s | %d %% | %s | %s | %s | %s |",
                        target,
                        percent,
                        number(p50),
                        number(p99),
                        number(p99 / p50),
                        number(p50 / bare));
            }
        }
        line("");
    }

    private void costs() {
        line("### What a read costs, %d at once\n", TokenReadBench.USUAL);
        table(
                "target",
                "CPU of the service, µs",
                "of the database, µs",
                "together / bare HTTP",
                "transactions");
        double bare = cpu(TokenReadBench.BARE);
        for (String target : TokenReadBench.TARGETS) {
            line(
                    "| %s | %s | %s | %s | %s |",
                    target,
                    number(median(target, TokenReadBench.USUAL, Measurement::serviceMicros)),
                    number(median(target, TokenReadBench.USUAL, Measurement::databaseMicros)),
                    number(cpu(target) / bare),
                    number(median(target, TokenReadBench.USUAL, Measurement::transactionsEach)));
        }
        line("");
    }

    private double cpu(String target) {
        return median(target, TokenReadBench.USUAL, t -> t.serviceMicros() + t.databaseMicros());
    }

    private void operations() {
        line("### Everything else\n");
        table(
                "what",
                "a second",
                "/ bare HTTP",
                "p50 ms",
                "p99 ms",
                "CPU of the service, µs",
                "of the database, µs",
                "transactions",
                "failed");
        double bare = median(TokenReadBench.BARE, TokenReadBench.USUAL, Measurement::rate);
        for (Measurement taken : meter.all()) {
            if (OperationBench.NAMES.contains(taken.target())) {
                line(
                        "| %s | %s | %.4f | %s | %s | %s | %s | %s | %d |",
                        taken.target(),
                        number(taken.rate()),
                        taken.rate() / bare,
                        number(taken.result().millis(50)),
                        number(taken.result().millis(99)),
                        number(taken.serviceMicros()),
                        number(taken.databaseMicros()),
                        number(taken.transactionsEach()),
                        taken.result().failures());
            }
        }
    }
}
