package dev.lanyard.chaos.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A primary and its synchronous standby, by plain streaming replication, behind one address. What
 * Patroni or an operator does at a failover is done here by hand.
 */
public final class PrimaryAndStandby implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Relay address = new Relay(this::target);
    private int servers;
    private DebianPostgres primary;
    private DebianPostgres standby;
    private volatile int target;

    public PrimaryAndStandby(Path folder) {
        this.folder = folder;
        this.primary = DebianPostgres.create(next());
        primary.start();
        primary.execute("CREATE ROLE " + DevDatabase.USER + " LOGIN");
        this.standby = follow();
        repoint();
    }

    private Path next() {
        servers++;
        return folder.resolve("postgres-" + servers);
    }

    private int target() {
        return target;
    }

    /** Where clients connect. */
    public int port() {
        return address.port();
    }

    /** A new standby; returns when no commit is acknowledged without it any more. */
    private DebianPostgres follow() {
        DebianPostgres following = DebianPostgres.following(primary, next());
        following.start();
        primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        primary.execute("SELECT pg_reload_conf()");
        await().atMost(PATIENCE)
                .until(
                        () -> primary.ask("SELECT sync_state FROM pg_stat_replication"),
                        "sync"::equals);
        assertThat(primary.ask("SHOW synchronous_commit")).isEqualTo("on");
        return following;
    }

    /** The primary dies by SIGKILL. */
    public void killPrimary() {
        primary.kill();
    }

    /** Returns when the standby takes writes; nobody is led to it yet. */
    public void promoteStandby() throws IOException {
        assertThat(standby.ask("SELECT pg_promote()")).isEqualTo("t");
        primary.close();
        primary = standby;
    }

    /** The address leads to the primary. */
    public void repoint() {
        target = primary.port();
    }

    /** The new primary gets a synchronous standby, too. */
    public void replaceStandby() {
        standby = follow();
    }

    @Override
    public void close() throws IOException {
        address.close();
        primary.close();
        if (standby != primary) {
            standby.close();
        }
    }
}
