package dev.lanyard.problem;

import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells that requests fail because of the database: once for each kind of failure, and again after
 * it has not been seen for a while, however many requests fail meanwhile.
 */
final class DatabaseOutageLog {
    private static final Logger LOG = Logger.getLogger(DatabaseOutageLog.class);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final int MOST_KINDS = 100;

    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    void tell(String place, Throwable failure) {
        if (isNew(kind(failure))) {
            LOG.warnf("%s, and maybe other requests: the database: %s", place, failure);
        }
    }

    private boolean isNew(String kind) {
        if (seen.size() >= MOST_KINDS) {
            seen.clear();
        }
        long now = System.nanoTime();
        Long last = seen.put(kind, now);
        return last == null || now - last > QUIET.toNanos();
    }

    private static String kind(Throwable failure) {
        return failure instanceof PgException refused
                ? String.valueOf(refused.getSqlState())
                : failure.getClass().getName();
    }
}
