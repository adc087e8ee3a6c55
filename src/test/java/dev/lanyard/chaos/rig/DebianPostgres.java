package dev.lanyard.chaos.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server of Debian's postgresql-15, which unlike the embedded one can copy a running server. It
 * ends with the tests. Without fsync: the machine stays up, and what a process has written, its
 * operating system has.
 */
final class DebianPostgres implements AutoCloseable {
    static final String SUPERUSER = "postgres";

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<ProcessHandle> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(ProcessHandle::destroyForcibly)));
    }

    private final Path data;
    private final int port = TestDatabase.freePort();
    private @Nullable Process postmaster;

    private DebianPostgres(Path data) {
        this.data = data.toAbsolutePath();
        assertThat(PROGRAMS.resolve("pg_basebackup"))
                .as("Debian's PostgreSQL 15 is needed: apt-get install postgresql-15")
                .isExecutable();
    }

    /** An empty one; not started. */
    static DebianPostgres create(Path data) {
        DebianPostgres server = new DebianPostgres(data);
        server.run("initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync");
        return server;
    }

    /** A copy of a running one, which follows it by streaming replication; not started. */
    static DebianPostgres following(DebianPostgres primary, Path data) {
        DebianPostgres server = new DebianPostgres(data);
        String source = "host=127.0.0.1 port=" + primary.port + " user=" + SUPERUSER;
        server.run(
                "pg_basebackup",
                "--write-recovery-conf",
                "--wal-method=stream",
                "--checkpoint=fast",
                "--no-sync",
                "--dbname=" + source);
        return server;
    }

    private void run(String program, String... arguments) {
        try {
            Process process = launch(program, arguments);
            assertThat(process.waitFor()).as("%s; its log: %s", program, log()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process launch(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "-U")); // they refuse to run as root
        }
        words.addAll(List.of(PROGRAMS.resolve(program).toString(), "-D", data.toString()));
        words.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private File log() {
        return new File(data + ".log");
    }

    int port() {
        return port;
    }

    /** Returns when it answers. */
    void start() {
        Process started =
                launch(
                        "postgres",
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off");
        RUNNING.add(started.toHandle());
        postmaster = started;
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> "1".equals(ask("SELECT 1")));
    }

    /** SIGKILL for all its processes, as if its machine had died. */
    void kill() {
        Process dying = postmaster;
        if (dying == null) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(Stream.of(dying.toHandle()), dying.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        RUNNING.remove(dying.toHandle());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first value of the first row; empty without one. */
    String ask(String question) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        return DriverManager.getConnection(url, SUPERUSER, "");
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(DebianPostgres::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
