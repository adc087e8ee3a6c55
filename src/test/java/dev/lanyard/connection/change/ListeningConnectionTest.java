package dev.lanyard.connection.change;

import static dev.lanyard.connection.Connected.GRACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.connection.Connected;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.database.Database;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener beside the application's own, as another replica has it. */
@QuarkusTest
class ListeningConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @Inject Vertx vertx;
    @Inject Database database;
    @Inject Pool pool;

    private final HeardChanges changes = new HeardChanges();
    private ListeningConnection listening;

    @BeforeEach
    void listen() {
        listening = Listening.begin(vertx, database, pool, changes);
        await().atMost(Duration.ofSeconds(10)).until(changes::isCurrent);
    }

    @AfterEach
    void end() {
        Listening.end(listening);
    }

    private int pid() throws ReflectiveOperationException {
        Field field = ListeningConnection.class.getDeclaredField("connection");
        field.setAccessible(true);
        return ((PgConnection) field.get(listening)).processId();
    }

    private static ConnectionRef ref(Connected connection) {
        return new ConnectionRef(connection.journey().tenant().id(), connection.id());
    }

    private static void touch(Connected connection) {
        Owner.execute(
                "UPDATE token_set SET issued_at = issued_at WHERE connection_id = ?",
                connection.id());
    }

    @Test
    void staysCurrentWhileItsServerAnswers() {
        await().pollInterval(Duration.ofMillis(20))
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .until(changes::isCurrent);
    }

    @Test
    void hearsOfAChangeBeforeWhoeverWaitedForItGoesOn() {
        Connected connection = Connected.at(GRACE);
        for (int i = 0; i < 50; i++) {
            long before = changes.of(ref(connection));
            touch(connection);

            listening.caughtUp().await().atMost(SOON);

            assertThat(changes.of(ref(connection))).isGreaterThan(before);
        }
    }

    @Test
    void aLostConnectionEndsAllAndItListensAgain() throws Exception {
        Connected connection = Connected.at(GRACE);
        long before = changes.of(ref(connection));
        int lost = pid();

        Owner.column("SELECT pg_terminate_backend(" + lost + ")");

        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !changes.isCurrent() && changes.of(ref(connection)) > before);
        await().atMost(Duration.ofSeconds(15)).until(changes::isCurrent);
        assertThat(pid()).isNotEqualTo(lost);
        long again = changes.of(ref(connection));
        touch(connection);
        await().atMost(SOON).until(() -> changes.of(ref(connection)) > again);
    }

    /** The server's process stands still, as a frozen host's or a network that lets nothing by. */
    @Test
    void aServerThatSaysNothingIsNotBelievedForASecond() throws Exception {
        Connected connection = Connected.at(GRACE);
        int server = pid();
        long before = changes.of(ref(connection));
        signal("STOP", server);
        try {
            touch(connection);

            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !changes.isCurrent());
            assertThat(changes.of(ref(connection))).as("nothing was told").isEqualTo(before);
        } finally {
            signal("CONT", server);
        }

        await().atMost(Duration.ofSeconds(15)).until(changes::isCurrent);
        assertThat(changes.of(ref(connection))).isGreaterThan(before);
    }

    private static void signal(String name, int pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
                .isZero();
    }

    @Test
    void nothingIsBelievedWhileATriggerIsOff() {
        Listening.end(listening);
        Owner.execute("ALTER TABLE connection DISABLE TRIGGER tell_deleted_connections");
        try {
            HeardChanges others = new HeardChanges();
            listening = Listening.begin(vertx, database, pool, others);

            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> !others.isCurrent());
            Owner.execute("ALTER TABLE connection ENABLE TRIGGER tell_deleted_connections");
            await().atMost(Duration.ofSeconds(10)).until(others::isCurrent);
        } finally {
            Owner.execute("ALTER TABLE connection ENABLE TRIGGER tell_deleted_connections");
        }
    }
}
