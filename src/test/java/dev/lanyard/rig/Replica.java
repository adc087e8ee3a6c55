package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One process of the packaged application, with no environment but LANYARD_ variables. It keeps its
 * ports over restarts, writes its log to {@code target/rig/<name>.log}, and ends with the tests.
 */
public final class Replica implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "rig");
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration END = Duration.ofSeconds(45);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path log;
    private final Map<String, String> settings;
    private final List<String> options;
    private final int port = TestDatabase.freePort();
    private final int managementPort = TestDatabase.freePort();
    private volatile Process process;

    private Replica(String name, Map<String, String> settings, List<String> options) {
        this.options = options;
        this.log = FOLDER.resolve(name + ".log");
        this.settings = new HashMap<>(settings);
        this.settings.putIfAbsent("LANYARD_HTTP_PORT", String.valueOf(port));
        this.settings.putIfAbsent("LANYARD_MANAGEMENT_PORT", String.valueOf(managementPort));
        this.settings.putIfAbsent("LANYARD_PUBLIC_URL", url().toString());
        forgetEarlierRuns();
        this.process = launch();
    }

    private void forgetEarlierRuns() {
        try {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one without waiting for it.
     *
     * @param name of its log
     * @param settings its environment; ports, and a public URL of its own, where absent
     */
    public static Replica start(String name, Map<String, String> settings) {
        return start(name, settings, List.of());
    }

    /**
     * Starts one without waiting for it.
     *
     * @param name of its log
     * @param settings its environment; ports, and a public URL of its own, where absent
     * @param options of its command line, {@code -D…}
     */
    public static Replica start(String name, Map<String, String> settings, List<String> options) {
        return new Replica(name, settings, options);
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(Executable.command(options));
            builder.environment().clear();
            builder.environment().putAll(settings);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process launched = builder.start();
            RUNNING.add(launched);
            launched.onExit().thenAccept(RUNNING::remove);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Where the operator's console is. */
    public URI managementUrl() {
        return URI.create("http://localhost:" + managementPort);
    }

    public long pid() {
        return process.pid();
    }

    /** The answer of {@code /q/health/<check>}; 0 when nobody listens. */
    public int health(String check) {
        URI address = URI.create("http://localhost:" + managementPort + "/q/health/" + check);
        return Http.statusOf(address);
    }

    /** What it tells of itself: {@code /q/metrics}. */
    String metrics() {
        URI address = URI.create("http://localhost:" + managementPort + "/q/metrics");
        return Http.send(HttpRequest.newBuilder(address)).expect(200).body();
    }

    /** The value of that metric, which has no labels. */
    public double metric(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    public Replica awaitReady() {
        return awaitReady(Duration.ofMillis(150));
    }

    /**
     * @param interval between two looks
     */
    Replica awaitReady(Duration interval) {
        await().atMost(START)
                .pollInterval(interval)
                .until(() -> !process.isAlive() || health("ready") == 200);
        assertThat(process.isAlive()).as("it runs; its log: %s", log()).isTrue();
        return this;
    }

    /** Waits for its end; the exit code. */
    public int awaitExit() {
        try {
            assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends; its log: %s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        terminate();
        awaitExit();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            String command = "kill -" + name + " " + process.pid();
            assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it if it runs, and starts it again on the same ports. */
    public Replica restart() {
        restartInBackground();
        return awaitReady();
    }

    /** The same, without waiting for it. */
    public void restartInBackground() {
        kill();
        process = launch();
    }

    /** What it has written, over all its starts. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
