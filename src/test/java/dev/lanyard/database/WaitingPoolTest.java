package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a statement costs while there is no connection to be had. */
class WaitingPoolTest {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void aRefusedConnectionFailsEachStatementOnceAndNothingFailsLater() throws IOException {
        vertx.exceptionHandler(uncaught::add);
        Pool pool = pool(closedPort());

        List<Future<?>> asked = ask(pool);

        await().until(() -> asked.stream().allMatch(Future::failed));
        await().pollDelay(PATIENCE.multipliedBy(2)).until(() -> true);
        assertThat(uncaught).isEmpty();
    }

    @Test
    void whoWaitsForASilentServerIsToldWhenItsPatienceEnds() throws IOException {
        vertx.exceptionHandler(uncaught::add);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Pool pool = pool(silent.getLocalPort());

            List<Future<?>> asked = ask(pool);

            await().atMost(Duration.ofSeconds(3))
                    .until(() -> asked.stream().allMatch(Future::failed));
            assertThat(asked)
                    .allSatisfy(a -> assertThat(a.cause()).hasMessageContaining("Timeout"));
            await().pollDelay(PATIENCE.multipliedBy(2)).until(() -> true);
            assertThat(uncaught).isEmpty();
        }
    }

    private List<Future<?>> ask(Pool pool) {
        return IntStream.range(0, 6)
                .<Future<?>>mapToObj(n -> pool.preparedQuery("SELECT 1").execute())
                .toList();
    }

    private Pool pool(int port) {
        PgConnectOptions to =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setDatabase("d")
                        .setUser("u")
                        .setPassword("p");
        PoolOptions bounds =
                new PoolOptions()
                        .setMaxSize(2)
                        .setConnectionTimeout((int) PATIENCE.toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return ClientBuilder.pool(WatchedConnections.driver(new ServerState()))
                .with(bounds)
                .connectingTo(() -> Future.succeededFuture(to))
                .using(vertx)
                .build();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
