package dev.lanyard.notify.delivery;

import dev.lanyard.id.Ids;
import dev.lanyard.notify.delivery.DeliverySlots.Room;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Deliveries that are due, taken under a lease of 60 s on the database's clock. Only the first
 * pending one of a webhook and subject is ever taken, so that they arrive in order; what waits
 * behind it is due when it is.
 *
 * <p>Webhooks that have something pending are found by skipping through an index, and each gives a
 * few rows only: a webhook with a long queue hides no other.
 */
@ApplicationScoped
class DueDeliveries {
    private static final String ANY =
            """
            WITH RECURSIVE waiting AS (
                (SELECT tenant_id, webhook_id FROM webhook_delivery WHERE status = 'pending'
                 ORDER BY tenant_id, webhook_id LIMIT 1)
                UNION ALL
                SELECT next.tenant_id, next.webhook_id
                FROM waiting w CROSS JOIN LATERAL (
                    SELECT d.tenant_id, d.webhook_id FROM webhook_delivery d
                    WHERE d.status = 'pending'
                      AND (d.tenant_id, d.webhook_id) > (w.tenant_id, w.webhook_id)
                    ORDER BY d.tenant_id, d.webhook_id LIMIT 1) AS next
            )\
            """;

    private static final String ONE =
            """
            WITH waiting AS (
                SELECT $5::text AS tenant_id, $6::text AS webhook_id -- $5 tenant, $6 webhook
            )\
            """;

    /** Those of the same webhook and subject. */
    private static final String OF_SUBJECT =
            """
            webhook_delivery e
            WHERE e.tenant_id = d.tenant_id AND e.webhook_id = d.webhook_id
              AND e.subject = d.subject AND e.status = 'pending'
            """;

    private static final String TAKE =
            """
            , running AS (
                -- $2 tenants, $3 webhooks of what is being sent here
                SELECT * FROM unnest($2::text[], $3::text[]) AS r (tenant_id, webhook_id)
            ), firsts AS (
                SELECT w.tenant_id, w.webhook_id, due.event_id, due.due_at,
                    (SELECT count(*) FROM running r
                     WHERE r.tenant_id = w.tenant_id AND r.webhook_id = w.webhook_id)
                    + row_number() OVER (
                        PARTITION BY w.tenant_id, w.webhook_id ORDER BY due.due_at) AS of_webhook
                FROM waiting w
                JOIN webhook h
                    ON h.tenant_id = w.tenant_id AND h.id = w.webhook_id AND h.status = 'active'
                CROSS JOIN LATERAL (
                    SELECT d.event_id, d.due_at FROM webhook_delivery d
                    WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.webhook_id
                      AND d.status = 'pending' AND d.due_at <= now()
                      AND (d.lease_until IS NULL OR d.lease_until <= now())
                      AND d.position = (SELECT min(e.position) FROM %s)
                    ORDER BY d.due_at LIMIT %d) AS due
            ), fitting AS (
                -- what its webhook has no room for takes up none of the tenant's
                SELECT f.*,
                    (SELECT count(*) FROM running r WHERE r.tenant_id = f.tenant_id)
                    + row_number() OVER (PARTITION BY f.tenant_id ORDER BY f.due_at) AS of_tenant
                FROM firsts f WHERE of_webhook <= %d
            ), wanted AS (
                SELECT * FROM fitting WHERE of_tenant <= %d
                -- whoever has the least on its way comes first
                ORDER BY of_tenant, due_at LIMIT $1 -- $1 free slots
            ), locked AS (
                SELECT d.tenant_id, d.webhook_id, d.event_id
                FROM wanted JOIN webhook_delivery d USING (tenant_id, webhook_id, event_id)
                WHERE d.status = 'pending' AND d.due_at <= now()
                  AND (d.lease_until IS NULL OR d.lease_until <= now())
                FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE webhook_delivery d
            SET lease_holder = $4, -- $4 lease's holder
                lease_until = now() + interval '60 seconds',
                due_at = now() + interval '60 seconds'
            FROM locked l
            JOIN webhook h ON h.tenant_id = l.tenant_id AND h.id = l.webhook_id
            JOIN event e ON e.tenant_id = l.tenant_id AND e.id = l.event_id
            WHERE d.tenant_id = l.tenant_id AND d.webhook_id = l.webhook_id
              AND d.event_id = l.event_id
            RETURNING d.tenant_id, d.webhook_id, d.lease_holder, d.attempts, h.url, h.secret,
                e.id, e.type, e.created_at, e.data
            """
                    .formatted(
                            OF_SUBJECT,
                            DeliverySlots.OF_ONE_WEBHOOK,
                            DeliverySlots.OF_ONE_WEBHOOK,
                            DeliverySlots.OF_ONE_TENANT);

    private static final String LINE_UP =
            """
            , behind AS (
                SELECT d.tenant_id, d.webhook_id, d.event_id, ahead.due_at
                FROM waiting w
                CROSS JOIN LATERAL (
                    SELECT * FROM webhook_delivery p
                    WHERE p.tenant_id = w.tenant_id AND p.webhook_id = w.webhook_id
                      AND p.status = 'pending' AND p.due_at <= now()
                    ORDER BY p.due_at LIMIT 100) AS d -- few enough for the index's own order
                CROSS JOIN LATERAL (
                    SELECT e.due_at, e.lease_until FROM %s AND e.position < d.position
                    ORDER BY e.position LIMIT 1) AS ahead
                WHERE ahead.due_at > now()
                  AND (ahead.lease_until IS NULL OR ahead.lease_until <= now())
            ), locked AS (
                SELECT d.tenant_id, d.webhook_id, d.event_id, b.due_at
                FROM behind b JOIN webhook_delivery d USING (tenant_id, webhook_id, event_id)
                WHERE d.status = 'pending' AND d.due_at <= now()
                FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE webhook_delivery d SET due_at = l.due_at FROM locked l
            WHERE d.tenant_id = l.tenant_id AND d.webhook_id = l.webhook_id
              AND d.event_id = l.event_id
            """
                    .formatted(OF_SUBJECT);

    private static final String TAKE_ANY = ANY + TAKE;
    private static final String TAKE_OF_ONE = ONE + TAKE;
    private static final String LINE_UP_ANY = ANY + LINE_UP;

    private final Pool pool;

    DueDeliveries(Pool pool) {
        this.pool = pool;
    }

    /** Takes what is due, of whatever webhook there is room for. */
    Uni<List<Delivery>> claim(Room room) {
        return claim(TAKE_ANY, values(room));
    }

    /** Takes what is due of one webhook. */
    Uni<List<Delivery>> claim(Room room, String tenantId, String webhookId) {
        return claim(TAKE_OF_ONE, values(room).addString(tenantId).addString(webhookId));
    }

    private Uni<List<Delivery>> claim(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(DueDeliveries::list);
    }

    private static Tuple values(Room room) {
        return Tuple.of(room.most(), room.tenants(), room.webhooks(), Ids.next("lease_"));
    }

    private static List<Delivery> list(RowSet<Row> rows) {
        return rows.stream().map(Delivery::of).toList();
    }

    /**
     * Lets what waits behind one that failed be due when that one is, so that no look comes upon it
     * before. It saves work and decides nothing. What is being sent just now is left alone: it may
     * arrive meanwhile, and then the next one must not wait.
     */
    Uni<Void> lineUp() {
        return pool.preparedQuery(LINE_UP_ANY).execute().replaceWithVoid();
    }
}
