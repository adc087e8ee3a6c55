package dev.lanyard.connection.accesstoken;

import dev.lanyard.database.Database;
import dev.lanyard.runtime.SingleFlight;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those who wait for another replica's refresh: {@code LISTEN}, on one connection of its own,
 * with a look every quarter of a second as the fallback (a pooler in transaction mode passes no
 * notifications).
 */
@ApplicationScoped
public class TokenNotifications {
    private static final Logger LOG = Logger.getLogger(TokenNotifications.class);
    private static final String CHANNEL = "lanyard_tokens";
    static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LATEST_LOOK = Duration.ofSeconds(2);
    private static final long RECONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final Database database;
    private final Map<String, SingleFlight<Void>> waiters = new ConcurrentHashMap<>();
    private volatile @Nullable PgConnection connection;
    private volatile boolean stopped;

    TokenNotifications(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    void onStart(@Observes StartupEvent start) {
        listen();
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopped = true;
        PgConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void listen() {
        if (!stopped) {
            database.connect(vertx).onSuccess(this::listen).onFailure(this::listenLater);
        }
    }

    private void listen(PgConnection opened) {
        connection = opened;
        opened.notificationHandler(told -> wake(told.getPayload()));
        opened.closeHandler(closed -> listenLater());
        opened.query("LISTEN " + CHANNEL).execute().onFailure(failure -> opened.close());
    }

    private void listenLater(Throwable failure) {
        LOG.debugf("No notifications yet: %s", failure.getMessage());
        listenLater();
    }

    private void listenLater() {
        vertx.setTimer(RECONNECT_MILLIS, again -> listen());
    }

    /** The next change of this connection's tokens or health, or that while, whichever is first. */
    Uni<Void> next(String connectionId, Duration look) {
        return waiters.computeIfAbsent(connectionId, id -> new SingleFlight<>())
                .result()
                .ifNoItem()
                .after(look)
                .recoverWithUni(() -> Uni.createFrom().voidItem());
    }

    /** When to look at what should not change for that long, for want of a notification. */
    static Duration pollAfter(Duration delay) {
        Duration latest = delay.compareTo(LATEST_LOOK) > 0 ? LATEST_LOOK : delay;
        return latest.compareTo(LOOK) < 0 ? LOOK : latest;
    }

    /** Drops those whom nobody woke: their waiters looked for themselves. */
    @Scheduled(every = "10s")
    void sweep() {
        waiters.keySet().forEach(this::wake);
    }

    private void wake(String connectionId) {
        SingleFlight<Void> waiting = waiters.remove(connectionId);
        if (waiting != null) {
            waiting.complete();
        }
    }
}
