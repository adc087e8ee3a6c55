package dev.lanyard.bench;

import dev.lanyard.support.TestDatabase;
import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Token reads, from memory and by a SELECT each, beside their yardsticks: every target in turn,
 * round after round, so that what else the machine does meets all of them.
 */
final class TokenReadBench implements AutoCloseable {
    static final String KEPT = "kept";
    static final String ASKED = "asked";
    static final String PIPELINED = "pipelined";
    static final String BARE = "bare";
    static final String PGBENCH = "pgbench";
    static final List<String> TARGETS = List.of(KEPT, ASKED, PIPELINED, BARE);
    static final int USUAL = 64;

    /** Names of open loops: of which part of its own top rate. */
    static final List<Integer> PERCENTS = List.of(50, 90);

    private final BenchStage stage;
    private final BenchMeter meter;
    private final HttpLoad load;
    private final Process yardstick;
    private final List<ReadTarget> targets;

    /** Whom requests go to. */
    private record ReadTarget(String name, URI server, List<Buffer> requests, long pid) {}

    TokenReadBench(BenchStage stage, BenchMeter meter, HttpLoad load) throws IOException {
        this.stage = stage;
        this.meter = meter;
        this.load = load;
        List<String> ids = stage.connections("read");
        URI bare = URI.create("http://localhost:" + TestDatabase.freePort());
        yardstick = start(bare.getPort(), ids.get(0));
        targets =
                List.of(
                        lanyard(KEPT, stage.keeping().url(), ids, stage.keeping().pid()),
                        lanyard(ASKED, stage.asking().url(), ids, stage.asking().pid()),
                        target(PIPELINED, bare, "/pipelined/%s", ids, yardstick.pid()),
                        target(BARE, bare, "/memory", ids, yardstick.pid()));
    }

    private ReadTarget lanyard(String name, URI server, List<String> ids, long pid) {
        return target(name, server, "/v1/connections/%s/token", ids, pid);
    }

    private ReadTarget target(String name, URI server, String path, List<String> ids, long pid) {
        List<Buffer> requests =
                ids.stream()
                        .map(id -> HttpLoad.get(server, path.formatted(id), stage.key()))
                        .toList();
        return new ReadTarget(name, server, requests, pid);
    }

    /** With the options of the replicas. */
    private Process start(int port, String connection) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Yardstick.class.getName(),
                                String.valueOf(port),
                                String.valueOf(stage.database().port()),
                                stage.tenant(),
                                connection,
                                String.valueOf(stage.plan().tokenBytes()))
                        .redirectErrorStream(true)
                        .redirectOutput(new File("target/bench/yardstick.log"))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitListening(port);
        return process;
    }

    private static void awaitListening(int port) {
        for (int tries = 0; tries < 300; tries++) {
            try (BlockingHttp http = new BlockingHttp(URI.create("http://localhost:" + port))) {
                http.get("/memory", "").expect(200);
                return;
            } catch (RuntimeException notYet) {
                HttpLoad.sleep(Duration.ofMillis(100));
            }
        }
        throw new IllegalStateException("see target/bench/yardstick.log");
    }

    void run() {
        targets.forEach(this::warmUp);
        for (int round = 0; round < stage.plan().rounds(); round++) {
            for (int connections : BenchPlan.AT_ONCE) {
                targets.forEach(target -> closed(target, connections));
            }
            pgbench();
        }
        for (int percent : PERCENTS) {
            targets.forEach(target -> open(target, percent));
        }
    }

    private void warmUp(ReadTarget target) {
        load.run(target.server(), target.requests(), USUAL, 0, stage.plan().warmUp());
    }

    private void closed(ReadTarget target, int connections) {
        meter.measure(target.name(), connections, target.pid(), () -> run(target, connections, 0));
    }

    private LoadResult run(ReadTarget target, int connections, double rate) {
        return load.run(target.server(), target.requests(), connections, rate, stage.plan().each());
    }

    private void open(ReadTarget target, int percent) {
        double top = Medians.rate(meter.of(target.name(), USUAL));
        double rate = top * percent / 100;
        meter.measure(
                target.name() + " at " + percent + " %",
                USUAL,
                target.pid(),
                () -> run(target, USUAL, rate));
    }

    /** Prepared single-row SELECTs, without anything around them; left out where it is missing. */
    private void pgbench() {
        meter.measure(
                PGBENCH, USUAL, ProcessHandle.current().pid(), () -> PgBench.run(stage, USUAL));
    }

    @Override
    public void close() {
        yardstick.destroy();
        try {
            yardstick.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        yardstick.destroyForcibly();
    }
}
