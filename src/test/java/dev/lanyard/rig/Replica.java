package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One process of the packaged application, with no environment but LANYARD_ variables. It keeps its
 * ports over restarts, writes its log to {@code target/rig/<name>.log}, and ends with the tests.
 */
final class Replica implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "rig");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(45);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path log;
    private final Map<String, String> settings;
    private final int port = TestDatabase.freePort();
    private final int managementPort = TestDatabase.freePort();
    private Process process;

    private Replica(String name, Map<String, String> settings) {
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
    static Replica start(String name, Map<String, String> settings) {
        return new Replica(name, settings);
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(Executable.command());
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

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** The answer of {@code /q/health/<check>}; 0 when nobody listens. */
    int health(String check) {
        URI address = URI.create("http://localhost:" + managementPort + "/q/health/" + check);
        return Http.statusOf(address);
    }

    Replica awaitReady() {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(150))
                .until(() -> !process.isAlive() || health("ready") == 200);
        assertThat(process.isAlive()).as("it runs; its log: %s", log()).isTrue();
        return this;
    }

    /** Waits for its end; the exit code. */
    int awaitExit() {
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
    void stop() {
        terminate();
        awaitExit();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() {
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
    Replica restart() {
        kill();
        process = launch();
        return awaitReady();
    }

    /** What it has written, over all its starts. */
    String log() {
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
