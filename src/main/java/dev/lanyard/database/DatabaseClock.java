package dev.lanyard.database;

import dev.lanyard.runtime.NotReady;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The time of the database, which all replicas share, between two looks at it counted by the
 * process's monotonic clock. Before the first look it is this host's.
 */
@ApplicationScoped
public class DatabaseClock implements InstantSource {
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final Duration TOLERATED = Duration.ofSeconds(30);

    private final Pool pool;
    private volatile @Nullable ClockReading reading;
    private volatile boolean wrong;

    DatabaseClock(Pool pool) {
        this.pool = pool;
    }

    /** What time it was there, at which {@link System#nanoTime()} here. */
    private record ClockReading(Instant time, long nanos) {}

    @Override
    public Instant instant() {
        ClockReading last = reading;
        return last == null
                ? Instant.now()
                : last.time().plusNanos(System.nanoTime() - last.nanos());
    }

    /** A failure leaves the last look in force. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> look() {
        long sent = System.nanoTime();
        return pool.query("SELECT clock_timestamp()")
                .execute()
                .invoke(rows -> read(rows, sent))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    private void read(RowSet<Row> rows, long sent) {
        long between = sent + (System.nanoTime() - sent) / 2;
        Instant time = rows.iterator().next().getOffsetDateTime(0).toInstant();
        reading = new ClockReading(time, between);
        compare(Duration.between(instant(), Instant.now()));
    }

    /** Tells it once when this host's clock goes wrong, and once when it is right again. */
    void compare(Duration ahead) {
        boolean off = ahead.abs().compareTo(TOLERATED) > 0;
        if (off && !wrong) {
            LOG.warnf(
                    "This host's clock is %d s %s the database's: set it by NTP. Webhooks are"
                            + " signed by the database's",
                    ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
        } else if (!off && wrong) {
            LOG.info("This host's clock is right again");
        }
        wrong = off;
    }

    /** Whether this host's clock was wrong at the last look. */
    boolean isWrong() {
        return wrong;
    }
}
