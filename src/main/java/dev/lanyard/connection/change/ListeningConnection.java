package dev.lanyard.connection.change;

import dev.lanyard.database.Database;
import dev.lanyard.runtime.CallerContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that listens ({@code LISTEN}). What {@link HeardChanges} says rests on it: a
 * notification sent over another connection has to arrive first, then a question is answered every
 * quarter of a second. PostgreSQL tells a session what was committed before it answers it, so each
 * answer proves that all until the question was heard.
 */
@Singleton
public class ListeningConnection {
    private static final Logger LOG = Logger.getLogger(ListeningConnection.class);
    private static final long BEAT_MILLIS = 250;
    private static final long RECONNECT_MILLIS = 2_000;

    private final Vertx vertx;
    private final Database database;
    private final HeardChanges changes;
    private final ListeningTrial trial;
    private final Map<String, Consumer<String>> readers = new ConcurrentHashMap<>();
    private volatile @Nullable PgConnection connection;
    private volatile boolean stopped;

    ListeningConnection(
            Vertx vertx, Database database, HeardChanges changes, ListeningTrial trial) {
        this.vertx = vertx;
        this.database = database;
        this.changes = changes;
        this.trial = trial;
    }

    void onStart(@Observes StartupEvent start) {
        open();
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopped = true;
        PgConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    /** Calls it with what is sent on that channel, while there is a connection. */
    public void listen(String channel, Consumer<String> reader) {
        readers.put(channel, reader);
        PgConnection open = connection;
        if (open != null) {
            listen(open, channel);
        }
    }

    private static Future<?> listen(PgConnection open, String channel) {
        return open.query("LISTEN " + channel).execute().onFailure(failure -> open.close());
    }

    private void open() {
        if (!stopped) {
            database.connect(vertx).onSuccess(this::begin).onFailure(this::openLater);
        }
    }

    private void openLater(Throwable failure) {
        LOG.debugf("No notifications yet: %s", failure.getMessage());
        vertx.setTimer(RECONNECT_MILLIS, again -> open());
    }

    private void begin(PgConnection opened) {
        ListeningTrial.Attempt attempt = trial.attempt(() -> connection == opened);
        opened.notificationHandler(told -> hear(opened, attempt, told));
        opened.closeHandler(closed -> end(opened));
        connection = opened;
        readers.keySet().forEach(channel -> listen(opened, channel));
        if (database.hasSessions()) {
            listen(opened, ListeningTrial.CHANNEL).onSuccess(done -> attempt.send());
        }
    }

    private void hear(PgConnection opened, ListeningTrial.Attempt attempt, PgNotification told) {
        if (!told.getChannel().equals(ListeningTrial.CHANNEL)) {
            readers.getOrDefault(told.getChannel(), ignored -> {}).accept(told.getPayload());
        } else if (attempt.arrives(told.getPayload())) {
            prove(opened);
        } else if (!ListeningTrial.isTrial(told.getPayload())) {
            changes.hear(HeardChange.of(told.getPayload()));
        }
    }

    /** Notifications arrive: from now on it has to answer, again and again. */
    private void prove(PgConnection opened) {
        LOG.debug("Changes of tokens are heard of");
        ClockWatch clocks = new ClockWatch();
        ask(opened);
        vertx.setPeriodic(BEAT_MILLIS, beat -> beat(opened, clocks, beat));
    }

    private void beat(PgConnection opened, ClockWatch clocks, long timer) {
        if (connection != opened) {
            vertx.cancelTimer(timer);
            return;
        }
        if (clocks.isJump()) {
            changes.deafen();
        }
        ask(opened);
    }

    private Future<?> ask(PgConnection opened) {
        long asked = System.nanoTime();
        return opened.query("SELECT 1")
                .execute()
                .onSuccess(answered -> prove(opened, asked))
                .onFailure(failure -> fail(opened));
    }

    private void prove(PgConnection opened, long asked) {
        if (connection == opened) {
            changes.prove(asked);
        }
    }

    private void fail(PgConnection opened) {
        if (connection == opened) {
            changes.deafen();
        }
        opened.close();
    }

    private void end(PgConnection opened) {
        if (connection == opened) {
            connection = null;
            changes.deafen();
            vertx.setTimer(RECONNECT_MILLIS, again -> open());
        }
    }

    /**
     * Waits until all that was committed before has been heard here, or nothing is kept as nothing
     * is heard: less than a second.
     */
    public Uni<Void> caughtUp() {
        PgConnection open = connection;
        if (open == null || !changes.isCurrent()) {
            return Uni.createFrom().voidItem();
        }
        return CallerContext.backOn(
                Uni.createFrom()
                        .completionStage(() -> ask(open).toCompletionStage())
                        .replaceWithVoid()
                        .ifNoItem()
                        .after(HeardChanges.PROOF)
                        .fail()
                        .onFailure()
                        .recoverWithNull());
    }
}
