package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads back the deliveries of a webhook, and asks for them again. */
@ApplicationScoped
class WebhookDeliveries {
    private static final String NEWEST =
            """
            SELECT d.event_id, e.type AS event_type, d.status, d.attempts, d.due_at,
                d.last_attempt_at, d.delivered_at, d.response_status, d.error, d.created_at
            FROM webhook_delivery d JOIN event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
            WHERE d.tenant_id = $1 AND d.webhook_id = $2 AND (d.created_at, d.event_id) < ($3, $4)
            ORDER BY d.created_at DESC, d.event_id DESC LIMIT $5
            """;

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
    private final Webhooks webhooks;

    WebhookDeliveries(Pool pool, Webhooks webhooks) {
        this.pool = pool;
        this.webhooks = webhooks;
    }

    /** Newest first; fails with {@code not_found} for an unknown webhook. */
    Uni<Page<WebhookDeliveryView>> list(String tenantId, String webhookId, PageRequest request) {
        PageRequest.Position after = request.after();
        Tuple values =
                Tuple.of(tenantId, webhookId, after.createdAt(), after.id(), request.limit() + 1);
        return webhooks.get(tenantId, webhookId)
                .chain(() -> pool.preparedQuery(NEWEST).execute(values))
                .map(rows -> page(rows, request));
    }

    private static Page<WebhookDeliveryView> page(RowSet<Row> rows, PageRequest request) {
        return Page.of(rows, WebhookDeliveryView::of, request, WebhookDeliveryView::position);
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
