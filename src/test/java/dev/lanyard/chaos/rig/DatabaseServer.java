package dev.lanyard.chaos.rig;

import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that dies by SIGKILL, postmaster and backends, and is started again on what it left.
 * Commits are synchronous, as in earnest (the embedded one's default loses the last ones). Without
 * fsync: the machine stays up, and what a process has written, its operating system has.
 */
public final class DatabaseServer {
    private static final Duration START = Duration.ofSeconds(60);
    private static @Nullable DatabaseServer shared;

    private final EmbeddedPostgres postgres = DevDatabase.open();
    private final Path data = Path.of(ask("SHOW data_directory"));
    private final List<String> command = commandOf(postmaster());

    private DatabaseServer() {
        String sql = "ALTER DATABASE " + DevDatabase.OWNER + " SET synchronous_commit = on";
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That of the shared {@link Arena}. */
    public static synchronized DatabaseServer shared() {
        if (shared == null) {
            shared = new DatabaseServer();
        }
        return shared;
    }

    /** One for a scenario of its own; it ends with the tests. */
    public static DatabaseServer own() {
        return new DatabaseServer();
    }

    private ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> commandOf(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        words.add(info.command().orElseThrow());
        words.addAll(List.of(info.arguments().orElseThrow()));
        return words;
    }

    public int port() {
        return postgres.getPort();
    }

    /** SIGKILL for all its processes. */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(START)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** SIGSTOP for all its processes: its kernel still accepts connections, and nobody answers. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on where it was. */
    public void thaw() {
        signal("CONT");
    }

    /** The postmaster first, so that it forks nobody meanwhile. */
    private void signal(String name) {
        ProcessHandle postmaster = postmaster();
        send(name, Stream.of(postmaster));
        send(name, postmaster.descendants());
    }

    private static void send(String name, Stream<ProcessHandle> processes) {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> kill.add(String.valueOf(process.pid())));
        try {
            if (kill.size() > 2) {
                new ProcessBuilder(kill).start().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again, on the same port, and waits until it has recovered. */
    public void start() {
        try {
            Path log = data.resolveSibling("chaos-postgres.log");
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> "1".equals(ask("SELECT 1")));
    }

    /** The connections of all clients end; the server stays. */
    public void terminateBackends() {
        ask(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }

    /** Holds the row of that connection's tokens. */
    public RowLock lock(String connectionId) {
        try {
            return new RowLock(postgres.getPostgresDatabase().getConnection(), connectionId);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ask(String question) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
