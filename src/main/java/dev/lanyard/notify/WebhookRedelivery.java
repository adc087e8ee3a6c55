package dev.lanyard.notify;

import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends an event again, by one statement that leaves to the courier what it is just sending. */
@ApplicationScoped
class WebhookRedelivery {
    /** One that is being sent just now keeps its lease. */
    private static final String REDELIVER =
            """
            WITH found AS (
                SELECT tenant_id, id, type, subject FROM event WHERE tenant_id = $1 AND id = $2
            ), redelivered AS (
                INSERT INTO webhook_delivery AS d (tenant_id, webhook_id, event_id, subject)
                SELECT e.tenant_id, w.id, e.id, e.subject
                FROM found e JOIN webhook w ON w.tenant_id = e.tenant_id
                WHERE w.status = 'active' AND (w.events = '{}' OR e.type = ANY (w.events))
                FOR KEY SHARE OF w
                ON CONFLICT (tenant_id, webhook_id, event_id) DO UPDATE
                SET status = 'pending', attempts = 0, due_at = now(), first_due_at = now(),
                    delivered_at = NULL,
                    lease_holder = CASE WHEN d.status = 'pending' THEN d.lease_holder END,
                    lease_until = CASE WHEN d.status = 'pending' THEN d.lease_until END
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM redelivered) AS deliveries FROM found
            """;

    private final Pool pool;

    WebhookRedelivery(Pool pool) {
        this.pool = pool;
    }

    /**
     * Makes an event due again, now, for each active webhook that listens to its type, also for one
     * that was made after it.
     *
     * @return how many deliveries that are; fails with {@code not_found} for an unknown event
     */
    Uni<Long> redeliver(String tenantId, String eventId) {
        return pool.preparedQuery(REDELIVER)
                .execute(Tuple.of(tenantId, eventId))
                .map(rows -> rows.stream().findFirst().orElseThrow(ProblemException::notFound))
                .map(row -> row.getLong("deliveries"));
    }
}
