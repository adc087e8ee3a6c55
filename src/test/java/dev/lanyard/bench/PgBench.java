package dev.lanyard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** PostgreSQL's own load: the SELECT of the token read, prepared, of rows chosen at random. */
final class PgBench {
    private static final Pattern COUNT =
            Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([\\d.]+) ms");

    private PgBench() {}

    /** Nothing was counted where the program is missing. */
    static LoadResult run(BenchStage stage, int connections) {
        long seconds = stage.plan().each().toSeconds();
        try {
            Path script = Files.writeString(Path.of("target/bench/read.sql"), script(stage));
            Process pgbench =
                    new ProcessBuilder(
                                    "pgbench",
                                    "-n",
                                    "-M",
                                    "prepared",
                                    "-c",
                                    String.valueOf(connections),
                                    "-j",
                                    "2",
                                    "-T",
                                    String.valueOf(seconds),
                                    "-f",
                                    script.toString(),
                                    "-h",
                                    "localhost",
                                    "-p",
                                    String.valueOf(stage.database().port()),
                                    "-U",
                                    "postgres",
                                    "postgres")
                            .redirectErrorStream(true)
                            .start();
            return result(new String(pgbench.getInputStream().readAllBytes()), seconds);
        } catch (IOException missing) {
            System.out.println("pgbench is missing: apt-get install postgresql-contrib");
            return new LoadResult(0, 0, seconds, LoadResult.histogram());
        }
    }

    private static String script(BenchStage stage) {
        try {
            return "\\set n random(1, "
                    + stage.plan().connections()
                    + ")\n\\set t 1 + :n % "
                    + stage.plan().tenants()
                    + "\n"
                    + Yardstick.select()
                            .strip()
                            .replace("$1", "'ten_fill' || :t")
                            .replace("$2", "'conn_fill' || :n")
                            .replace("\n", " ")
                    + ";\n";
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LoadResult result(String output, long seconds) {
        Matcher count = COUNT.matcher(output);
        Matcher latency = LATENCY.matcher(output);
        if (!count.find() || !latency.find()) {
            throw new UncheckedIOException(new IOException(output));
        }
        Histogram latencies = LoadResult.histogram();
        latencies.recordValue((long) (Double.parseDouble(latency.group(1)) * 1e6));
        return new LoadResult(Long.parseLong(count.group(1)), 0, seconds, latencies);
    }
}
