package dev.lanyard.database;

import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of this process know of the server together: when it last said anything,
 * whether it refuses to be logged in to, and from when on its connections are of no use.
 */
final class ServerState {
    private static final Logger LOG = Logger.getLogger(ServerState.class);

    /** SQLSTATE: a statement that writes, on a server or in a session that may not. */
    static final String READ_ONLY = "25006";

    /** SQLSTATE classes: the role or its password, the database's name, what a pooler refuses. */
    private static final Set<String> REFUSALS = Set.of("28", "3D", "08");

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofMillis(100);
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    /** Refusal of the last log-in, and until when nobody tries again. */
    private record Refusal(Throwable why, long until) {}

    private final AtomicInteger generation = new AtomicInteger();
    private final AtomicInteger plans = new AtomicInteger();
    private final AtomicLong renewed = new AtomicLong(System.nanoTime() - RENEWAL.toNanos());
    private volatile long heard = System.nanoTime();
    private volatile @Nullable Refusal refusal;

    /** It answered something, on any connection. */
    void hear() {
        long now = System.nanoTime();
        if (now - heard > FRESH.toNanos()) { // or all event loops would write it all the time
            heard = now;
        }
    }

    /** Whether it has said nothing for that long, on any connection. */
    boolean isSilentFor(Duration time) {
        return System.nanoTime() - heard > time.toNanos();
    }

    /** What connections that are opened now belong to. */
    int generation() {
        return generation.get();
    }

    /** Has all connections that are open now replaced; at most every 5 s. */
    void renew() {
        long now = System.nanoTime();
        long last = renewed.get();
        if (now - last >= RENEWAL.toNanos() && renewed.compareAndSet(last, now)) {
            generation.incrementAndGet();
            LOG.warn("The database is read-only: connections are opened anew");
        }
    }

    /** How often its tables were seen to have changed under what was prepared. */
    int plans() {
        return plans.get();
    }

    /** They have changed since that count: no connection is to go by what it has prepared. */
    void replan(int seen) {
        if (plans.compareAndSet(seen, seen + 1)) {
            LOG.info("The database was migrated: statements are prepared anew");
        }
    }

    /** Why nobody is to log in just now; null: nothing is known against it. */
    @Nullable Throwable refusal() {
        Refusal last = refusal;
        return last != null && System.nanoTime() - last.until() < 0 ? last.why() : null;
    }

    /** It let somebody in. */
    void admit() {
        hear();
        if (refusal != null) {
            refusal = null;
            LOG.info("The database can be logged in to again");
        }
    }

    /** It let somebody not in; a log-in that it refuses is not repeated by everybody at once. */
    void fail(Throwable failure) {
        if (!isRefusal(failure)) {
            return;
        }
        Refusal before = refusal;
        refusal = new Refusal(failure, System.nanoTime() + PAUSE.toNanos());
        if (before == null) {
            LOG.warnf(
                    "The database refuses to be logged in to, tried again every %d s: %s%s",
                    PAUSE.toSeconds(), failure.getMessage(), hint(failure));
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refused
                && REFUSALS.stream().anyMatch(String.valueOf(refused.getSqlState())::startsWith);
    }

    private static String hint(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("startup parameter")
                ? " (a connection pooler is between: docs/operations.md, Connection poolers, says"
                        + " what to set)"
                : "";
    }
}
