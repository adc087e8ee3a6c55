package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** A tenant's webhooks. Each change is written with its entry in the audit log. */
@Singleton
class Webhooks extends TenantRepository<Webhook, TenantKey> {
    static final int MOST = 20;

    /** Those who add at the same time count one after the other. */
    private static final String LOCK = "SELECT FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE";

    private final AuditLog log;

    Webhooks(AuditLog log) {
        super(new WebhookRows());
        this.log = log;
    }

    private static final class WebhookRows implements PanacheRepositoryBase<Webhook, TenantKey> {}

    /** One; fails with {@code not_found}. */
    Uni<Webhook> get(String tenantId, String id) {
        return Transactions.read(() -> existing(tenantId, id));
    }

    /** As {@link #get}, within {@link Transactions}. */
    Uni<Webhook> existing(String tenantId, String id) {
        return one(new TenantKey(tenantId, id));
    }

    /** Newest first. */
    Uni<Page<Webhook>> list(String tenantId, PageRequest request) {
        return Transactions.read(() -> page(tenantId, request));
    }

    /** Adds one; fails with {@code conflict} if the tenant has {@value #MOST}. */
    Uni<Webhook> create(Actor actor, Webhook webhook) {
        String tenantId = webhook.tenantId();
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "webhook.created", webhook.id());
        return Transactions.write(
                () ->
                        Transactions.sql()
                                .chain(sql -> lock(sql, tenantId))
                                .chain(() -> count(tenantId))
                                .invoke(Webhooks::mustLeaveRoom)
                                .chain(() -> add(webhook))
                                .call(() -> log.recordInTransaction(entry)));
    }

    /** Until the transaction ends nobody else adds one. */
    private static Uni<Void> lock(SqlClient transaction, String tenantId) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(tenantId)).replaceWithVoid();
    }

    private static void mustLeaveRoom(long webhooks) {
        if (webhooks >= MOST) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "There are "
                            + MOST
                            + " webhooks already, the most there may be. Delete one first.");
        }
    }

    /** Changes one; fails with {@code not_found}. */
    Uni<Webhook> change(Actor actor, TenantKey key, WebhookInput.WebhookFields change) {
        AuditEntry entry = AuditEntry.succeeded(key.tenantId(), actor, "webhook.changed", key.id());
        return Transactions.write(
                () ->
                        lock(key)
                                .invoke(webhook -> webhook.change(change))
                                .call(() -> log.recordInTransaction(entry)));
    }

    /** Deletes one and its deliveries; fails with {@code not_found}. */
    Uni<Void> delete(Actor actor, TenantKey key) {
        AuditEntry entry = AuditEntry.succeeded(key.tenantId(), actor, "webhook.deleted", key.id());
        return Transactions.write(() -> remove(key).chain(() -> log.recordInTransaction(entry)));
    }
}
