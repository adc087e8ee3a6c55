package dev.lanyard.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole benchmark: starts what it needs, measures Lanyard and its yardsticks in turn, writes
 * {@code target/bench/report.md} with its plots, and ends everything it has started. {@code
 * src/test/bench/bench.sh} builds and runs it; docs/benchmarks.md tells how to read the report.
 */
public final class Benchmark {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final int STARTS = 3;

    private Benchmark() {}

    /**
     * @param args the profile: {@code quick} or {@code full}
     */
    public static void main(String... args) throws Exception {
        BenchPlan plan = BenchPlan.of(args.length > 0 ? args[0] : "quick");
        Files.createDirectories(FOLDER);
        try (BenchStage stage = new BenchStage(plan);
                HttpLoad load = new HttpLoad()) {
            run(stage, load);
        }
        System.out.println("Written: " + FOLDER.resolve("report.md"));
    }

    private static void run(BenchStage stage, HttpLoad load) throws Exception {
        BenchMeter meter = new BenchMeter(stage.database());
        OperationBench operations = new OperationBench(stage, meter);
        stage.database().fill(stage.plan());
        long idle = ProcessorTime.residentMemory(stage.keeping().pid());
        operations.imports();
        try (TokenReadBench reads = new TokenReadBench(stage, meter, load)) {
            reads.run();
        }
        operations.refreshes();
        operations.journeys();
        operations.mixed();
        operations.deliveries();
        long loaded = ProcessorTime.residentMemory(stage.keeping().pid());
        List<Long> starts = new ArrayList<>();
        for (int nth = 0; nth < STARTS; nth++) {
            starts.add(operations.start());
        }
        BenchReport.write(FOLDER, stage.plan(), meter, idle, loaded, starts);
    }
}
