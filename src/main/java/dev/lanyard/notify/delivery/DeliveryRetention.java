package dev.lanyard.notify.delivery;

import dev.lanyard.database.BatchedDeletion;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Forgets deliveries after 30 days: those that ended, and those that a disabled webhook has not
 * got. Events stay.
 */
@ApplicationScoped
class DeliveryRetention {
    private static final Logger LOG = Logger.getLogger(DeliveryRetention.class);
    private static final int BATCH = 1_000;
    private static final String FORGET =
            """
            DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
                SELECT d.ctid FROM webhook_delivery d
                JOIN webhook w ON w.tenant_id = d.tenant_id AND w.id = d.webhook_id
                WHERE d.first_due_at < now() - interval '30 days'
                  AND (d.status <> 'pending' OR w.status = 'disabled')
                ORDER BY d.first_due_at LIMIT %d FOR UPDATE OF d SKIP LOCKED))
            """
                    .formatted(BATCH);

    private final RecurringTask sweeping = new RecurringTask(LOG, "Sweeping of webhook deliveries");
    private final BatchedDeletion old;

    DeliveryRetention(Pool pool) {
        this.old = new BatchedDeletion(pool, FORGET, BATCH);
    }

    @Scheduled(
            every = "6h",
            delayed = "12m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return sweeping.run(old.run());
    }
}
