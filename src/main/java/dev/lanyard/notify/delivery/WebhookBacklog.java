package dev.lanyard.notify.delivery;

import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.PolledGauges;
import dev.lanyard.runtime.RecurringTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Measures how far deliveries are behind, by each replica, every 15 s, from the indexes of what is
 * pending. Until the first look, and while the database does not answer, the gauges are {@code
 * NaN}.
 */
@ApplicationScoped
class WebhookBacklog {
    private static final Logger LOG = Logger.getLogger(WebhookBacklog.class);

    /** Due: what is behind another of its subject is not, and what is leased is not either. */
    private static final String LOOK =
            """
            SELECT coalesce(extract(epoch FROM now() - (
                       SELECT d.first_due_at FROM webhook_delivery d
                       JOIN webhook w ON w.tenant_id = d.tenant_id AND w.id = d.webhook_id
                       WHERE d.status = 'pending' AND w.status = 'active'
                       ORDER BY d.first_due_at LIMIT 1)), 0)::float8 AS oldest,
                   coalesce(extract(epoch FROM now() - (
                       SELECT min(late.due_at) FROM webhook w CROSS JOIN LATERAL (
                           SELECT d.due_at FROM webhook_delivery d
                           WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                             AND d.status = 'pending' AND d.due_at <= now()
                           ORDER BY d.due_at LIMIT 1) AS late
                       WHERE w.status = 'active')), 0)::float8 AS late
            """;

    private final RecurringTask looking = new RecurringTask(LOG, "Measuring webhook deliveries");
    private final Pool pool;
    private final PolledGauges<PendingState> observed;

    WebhookBacklog(Pool pool, MeterRegistry registry) {
        this.pool = pool;
        this.observed =
                new PolledGauges<>(registry, PendingState.UNKNOWN)
                        .gauge(
                                "lanyard.webhook.oldest.pending.seconds",
                                PendingState::oldest,
                                "Age of the oldest delivery that has not arrived")
                        .gauge(
                                "lanyard.webhook.due.oldest.seconds",
                                PendingState::late,
                                "How late the latest delivery that is due is started");
    }

    private record PendingState(double oldest, double late) {
        static final PendingState UNKNOWN = new PendingState(Double.NaN, Double.NaN);

        static PendingState of(Row row) {
            return new PendingState(row.getDouble("oldest"), row.getDouble("late"));
        }
    }

    @Scheduled(
            every = "15s",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> measure() {
        return looking.run(
                observed.by(
                        pool.preparedQuery(LOOK)
                                .execute()
                                .map(rows -> PendingState.of(rows.iterator().next()))));
    }
}
