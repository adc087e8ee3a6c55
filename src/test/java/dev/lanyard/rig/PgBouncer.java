package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The distribution's PgBouncer in transaction mode, before a PostgreSQL of this machine. */
public final class PgBouncer implements AutoCloseable {
    /** Its connections to PostgreSQL. */
    public static final int POOL = 3;

    private static final String SETTINGS =
            """
            [databases]
            * = host=localhost port=%d user=%s password=%s
            [pgbouncer]
            listen_addr = localhost
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = %d
            max_client_conn = 200
            ignore_startup_parameters = extra_float_digits
            """;

    private final int port = TestDatabase.freePort();
    private final Process process;

    private PgBouncer(int databasePort) {
        try {
            Path settings = Files.createTempFile("pgbouncer", ".ini");
            Files.writeString(
                    settings,
                    SETTINGS.formatted(
                            databasePort, DevDatabase.USER, DevDatabase.USER, port, POOL));
            Files.createDirectories(Path.of("target", "rig"));
            process =
                    new ProcessBuilder(command(settings))
                            .redirectErrorStream(true)
                            .redirectOutput(Path.of("target", "rig", "pgbouncer.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It does not run as root; started by root, it becomes somebody else. */
    private static List<String> command(Path settings) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        return command;
    }

    /** Where Debian and others keep it; empty when it is not installed. */
    public static String executable() {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
    }

    public static PgBouncer before(int databasePort) {
        PgBouncer started = new PgBouncer(databasePort);
        await().until(() -> !started.process.isAlive() || started.answers());
        assertThat(started.process.isAlive()).as("PgBouncer runs").isTrue();
        return started;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
