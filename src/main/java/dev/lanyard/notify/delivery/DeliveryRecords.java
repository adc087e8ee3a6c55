package dev.lanyard.notify.delivery;

import dev.lanyard.notify.DeliveryResult;
import dev.lanyard.notify.delivery.Delivery.DeliveryLease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Stores the outcome of attempts, written by the lease's holder only. What ends, one way or the
 * other, makes the next of its subject due.
 */
@ApplicationScoped
class DeliveryRecords {
    /** The next one, unless it waits for a reason of its own. */
    private static final String NEXT =
            """
            , next AS (
                UPDATE webhook_delivery d SET due_at = now() FROM done
                WHERE done.status <> 'pending'
                  AND d.tenant_id = done.tenant_id AND d.webhook_id = done.webhook_id
                  AND d.status = 'pending' AND d.attempts = 0 AND d.due_at > now()
                  AND d.position = (
                      SELECT min(n.position) FROM webhook_delivery n
                      WHERE n.tenant_id = done.tenant_id AND n.webhook_id = done.webhook_id
                        AND n.subject = done.subject AND n.status = 'pending'
                        AND n.event_id <> done.event_id)
            )
            """;

    private static final String DELIVERED =
            """
            WITH done AS (
                UPDATE webhook_delivery
                SET status = 'delivered', attempts = attempts + 1, last_attempt_at = now(),
                    delivered_at = now(), response_status = $5, error = NULL, -- $5 HTTP status
                    lease_holder = NULL, lease_until = NULL
                WHERE tenant_id = $1 AND webhook_id = $2 AND event_id = $3 -- $1 tenant, $2 webhook, $3 event
                  AND lease_holder = $4 -- $4 lease's holder
                RETURNING *
            )
            %s
            SELECT extract(epoch FROM now() - first_due_at)::float8 AS lag FROM done
            """
                    .formatted(NEXT);

    private static final String NOT_DELIVERED =
            """
            WITH done AS (
                UPDATE webhook_delivery
                SET status = CASE WHEN now() >= first_due_at + interval '3 days'
                                  THEN 'failed' ELSE 'pending' END,
                    attempts = attempts + 1, last_attempt_at = now(),
                    response_status = $5, error = $6, -- $5 HTTP status, $6 failure in words
                    due_at = least(now() + $7::float8 * interval '1 second', -- $7 pause
                                   greatest(now(), first_due_at + interval '3 days')),
                    lease_holder = NULL, lease_until = NULL
                WHERE tenant_id = $1 AND webhook_id = $2 AND event_id = $3 -- $1 tenant, $2 webhook, $3 event
                  AND lease_holder = $4 -- $4 lease's holder
                RETURNING *
            )
            %s
            , disabled AS (
                UPDATE webhook w SET status = 'disabled', updated_at = now() FROM done
                WHERE $8::boolean AND w.status = 'active' -- $8 whether the target is gone
                  AND w.tenant_id = done.tenant_id AND w.id = done.webhook_id
                RETURNING w.tenant_id, w.id
            ), audited AS (
                INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id, detail)
                SELECT tenant_id, 'lanyard', 'webhook.disabled', 'webhook', id, 'gone'
                FROM disabled
            )
            SELECT status = 'failed' AS given_up FROM done
            """
                    .formatted(NEXT);

    private static final String GIVE_BACK =
            """
            UPDATE webhook_delivery SET due_at = now(), lease_holder = NULL, lease_until = NULL
            WHERE tenant_id = $1 AND webhook_id = $2 AND event_id = $3 AND lease_holder = $4
            """;

    private final Pool pool;

    DeliveryRecords(Pool pool) {
        this.pool = pool;
    }

    /**
     * It arrived.
     *
     * @return the time since its event; empty if the lease is another's by now
     */
    Uni<Optional<Duration>> delivered(DeliveryLease lease, DeliveryResult result) {
        return pool.preparedQuery(DELIVERED)
                .execute(values(lease).addValue(result.status()))
                .map(DeliveryRecords::first)
                .map(row -> row.map(it -> Duration.ofMillis((long) (it.getDouble("lag") * 1_000))));
    }

    /**
     * It did not arrive; after three days that is the end of it. A webhook that is gone is
     * disabled.
     *
     * @return whether it was given up; empty if the lease is another's by now
     */
    Uni<Optional<Boolean>> notDelivered(
            DeliveryLease lease, DeliveryResult result, Duration pause) {
        return pool.preparedQuery(NOT_DELIVERED)
                .execute(
                        values(lease)
                                .addValue(result.status())
                                .addValue(result.error())
                                .addValue(pause.toMillis() / 1_000.0)
                                .addValue(result.kind() == DeliveryResult.ResultKind.GONE))
                .map(DeliveryRecords::first)
                .map(row -> row.map(it -> it.getBoolean("given_up")));
    }

    /** It was not tried: anybody may take it at once. */
    Uni<Void> giveBack(DeliveryLease lease) {
        return pool.preparedQuery(GIVE_BACK).execute(values(lease)).replaceWithVoid();
    }

    private static Tuple values(DeliveryLease lease) {
        return Tuple.of(lease.tenantId(), lease.webhookId(), lease.eventId(), lease.holder());
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.stream().findFirst();
    }
}
