package dev.lanyard.connection.background;

import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.PolledGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Measures how far background work is behind, by each replica, every 15 s, from the indexes of what
 * is due: its cost follows what is late, and ends at 10,000 rows. Until the first look, and while
 * the database does not answer, the gauges are {@code NaN} and {@code lanyard_database_ready} is 0.
 */
@ApplicationScoped
public class RefreshBacklog {
    /** Where a count ends: enough to know that they are many. */
    public static final int MOST = 10_000;

    /**
     * As {@code late}: {@code due_at} of at most {@link #MOST} rows, those first that wait longest.
     */
    public static final String LATE =
            "(SELECT due_at FROM token_set WHERE due_at <= now() ORDER BY due_at LIMIT "
                    + MOST
                    + ") AS late";

    /**
     * How many refresh tokens were presented more than 30 s ago whose answer is missing, at most
     * {@link #MOST}.
     */
    public static final String OUTSTANDING =
            """
            (SELECT count(*) FROM (
                SELECT 1 FROM token_set
                WHERE due_at IS NOT NULL AND (presented_at IS NOT NULL OR suspect)
                  AND presented_at < now() - interval '30 seconds'
                LIMIT 10000) AS unanswered)""";

    private static final String LOOK =
            """
            SELECT count(*) AS due,
                   coalesce(extract(epoch FROM now() - min(due_at)), 0)::float8 AS oldest,
            """
                    + OUTSTANDING
                    + " AS outstanding FROM "
                    + LATE;

    private final Pool pool;
    private final PolledGauges<DueState> observed;

    RefreshBacklog(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        this.observed =
                new PolledGauges<>(registry, DueState.UNKNOWN)
                        .gauge(
                                "lanyard.refresh.due",
                                DueState::due,
                                "Rows that background work is late for")
                        .gauge(
                                "lanyard.refresh.due.oldest.seconds",
                                DueState::oldestSeconds,
                                "How late the latest of them is, in seconds")
                        .gauge(
                                "lanyard.refresh.outstanding",
                                DueState::outstanding,
                                "Refresh tokens presented more than 30 s ago and not answered")
                        .gauge(
                                "lanyard.database.ready",
                                DueState::ready,
                                "1 if the last look at the database was answered");
    }

    private record DueState(double due, double oldestSeconds, double outstanding, double ready) {
        static final DueState UNKNOWN = new DueState(Double.NaN, Double.NaN, Double.NaN, 0);

        static DueState of(Row row) {
            return new DueState(
                    row.getLong("due"), row.getDouble("oldest"), row.getLong("outstanding"), 1);
        }
    }

    @Scheduled(
            every = "15s",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    public Uni<Void> measure() {
        return observed.by(
                        pool.preparedQuery(LOOK)
                                .execute()
                                .map(rows -> DueState.of(rows.iterator().next())))
                .onFailure()
                .recoverWithNull();
    }
}
