package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** A tenant's webhooks. Each change is written with its entry in the audit log. */
@ApplicationScoped
class Webhooks {
    static final int MOST = 20;

    private static final String SELECT =
            """
            SELECT tenant_id, id, url, events, secret, status, created_at FROM webhook
            WHERE tenant_id = $1
            """;
    private static final String FIND = SELECT + " AND id = $2";
    private static final String NEWEST =
            SELECT + " AND (created_at, id) < ($2, $3) ORDER BY created_at DESC, id DESC LIMIT $4";

    /** Those who add at the same time count one after the other. */
    private static final String LOCK = "SELECT FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE";

    private static final String INSERT =
            """
            INSERT INTO webhook (tenant_id, id, url, events, secret)
            SELECT $1, $2, $3, $4, $5
            WHERE (SELECT count(*) FROM webhook WHERE tenant_id = $1) < $6
            RETURNING *
            """;
    private static final String CHANGE =
            """
            UPDATE webhook
            SET url = coalesce($3, url), events = coalesce($4, events),
                status = coalesce($5, status), updated_at = now()
            WHERE tenant_id = $1 AND id = $2
            RETURNING *
            """;
    private static final String DELETE =
            "DELETE FROM webhook WHERE tenant_id = $1 AND id = $2 RETURNING *";

    private final Pool pool;
    private final AuditLog log;

    Webhooks(Pool pool, AuditLog log) {
        this.pool = pool;
        this.log = log;
    }

    /** One; fails with {@code not_found}. */
    Uni<Webhook> get(String tenantId, String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(tenantId, id)).map(Webhooks::one);
    }

    /** Newest first. */
    Uni<Page<Webhook>> list(String tenantId, PageRequest request) {
        PageRequest.Position after = request.after();
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(tenantId, after.createdAt(), after.id(), request.limit() + 1))
                .map(rows -> Page.of(rows, Webhook::of, request, Webhook::position));
    }

    /**
     * Adds one.
     *
     * @param sealed its secret
     * @return fails with {@code conflict} if the tenant has {@value #MOST}
     */
    Uni<Webhook> add(
            Actor actor,
            String tenantId,
            String id,
            WebhookInput.WebhookFields read,
            byte[] sealed) {
        Tuple values =
                Tuple.of(tenantId, id, read.url(), read.events(), Buffer.buffer(sealed), MOST);
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "webhook.created", id);
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(LOCK)
                                .execute(Tuple.of(tenantId))
                                .chain(() -> insert(transaction, values))
                                .call(() -> log.record(transaction, entry)));
    }

    /** Changes one; fails with {@code not_found}. */
    Uni<Webhook> change(Actor actor, String tenantId, String id, WebhookInput.WebhookFields read) {
        Tuple values = Tuple.of(tenantId, id, read.url(), read.events(), read.status());
        return audited(
                CHANGE, values, AuditEntry.succeeded(tenantId, actor, "webhook.changed", id));
    }

    /** Deletes one and its deliveries; fails with {@code not_found}. */
    Uni<Void> remove(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "webhook.deleted", id);
        return audited(DELETE, Tuple.of(tenantId, id), entry).replaceWithVoid();
    }

    private Uni<Webhook> audited(String sql, Tuple values, AuditEntry entry) {
        return pool.withTransaction(
                transaction ->
                        transaction
                                .preparedQuery(sql)
                                .execute(values)
                                .map(Webhooks::one)
                                .call(() -> log.record(transaction, entry)));
    }

    private static Webhook one(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Webhook::of).orElseThrow(ProblemException::notFound);
    }

    private static Uni<Webhook> insert(SqlClient transaction, Tuple values) {
        return transaction
                .preparedQuery(INSERT)
                .execute(values)
                .map(rows -> rows.stream().findFirst().map(Webhook::of))
                .map(added -> added.orElseThrow(Webhooks::tooMany));
    }

    private static ProblemException tooMany() {
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "There are "
                        + MOST
                        + " webhooks already, the most there may be. Delete one first.");
    }
}
