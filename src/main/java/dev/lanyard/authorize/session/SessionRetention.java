package dev.lanyard.authorize.session;

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

/** Deletes connect sessions some time after their end, in batches; connections stay. */
@ApplicationScoped
class SessionRetention {
    private static final Logger LOG = Logger.getLogger(SessionRetention.class);
    private static final int BATCH = 500;
    private static final String FORGET =
            """
            DELETE FROM connect_session WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM connect_session
                WHERE expires_at < now() - $1 * interval '1 second'
                  AND status IN ('connected', 'failed', 'expired')
                ORDER BY expires_at LIMIT %d FOR UPDATE SKIP LOCKED))
            """
                    .formatted(BATCH);

    private final RecurringTask forgetting = new RecurringTask(LOG, "Removal of old sessions");
    private final BatchedDeletion old;
    private final Duration retention;

    SessionRetention(Pool pool, Config config) {
        this.old = new BatchedDeletion(pool, FORGET, BATCH);
        this.retention = config.session().retention();
    }

    @Scheduled(
            every = "1h",
            delayed = "7m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return forgetting.run(old.run(retention.toSeconds()));
    }
}
