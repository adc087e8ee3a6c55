package dev.lanyard.notify.delivery;

import dev.lanyard.config.Config;
import dev.lanyard.database.BatchedDeletion;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Deletes events after some time, in batches; not those that are still to be delivered. */
@ApplicationScoped
class EventRetention {
    private static final Logger LOG = Logger.getLogger(EventRetention.class);
    private static final int BATCH = 500;
    private static final String FORGET =
            """
            DELETE FROM event WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM event e
                WHERE created_at < now() - $1 * interval '1 second'
                  AND NOT EXISTS (SELECT FROM webhook_delivery d
                                  WHERE d.tenant_id = e.tenant_id AND d.event_id = e.id AND d.status = 'pending')
                ORDER BY created_at LIMIT %d))
            """
                    .formatted(BATCH);

    private final RecurringTask forgetting = new RecurringTask(LOG, "Removal of old events");
    private final BatchedDeletion old;
    private final Duration retention;

    EventRetention(Pool pool, Config config) {
        this.old = new BatchedDeletion(pool, FORGET, BATCH);
        this.retention = config.event().retention();
    }

    @Scheduled(
            every = "1h",
            delayed = "9m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return forgetting.run(old.run(retention.toSeconds()));
    }
}
