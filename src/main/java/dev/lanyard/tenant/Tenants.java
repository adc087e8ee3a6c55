package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.NewestFirst;
import dev.lanyard.database.Transactions;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditChain;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import dev.lanyard.vault.Vault;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;

/** The tenants. What is not there fails with {@code not_found}. */
@Singleton
class Tenants {
    private static final String ALL = "1 = 1";

    private final TenantRows rows = new TenantRows();
    private final Vault vault;
    private final AuditLog log;
    private final AuditChain chain;

    Tenants(Vault vault, AuditLog log, AuditChain chain) {
        this.vault = vault;
        this.log = log;
        this.chain = chain;
    }

    private static final class TenantRows implements PanacheRepositoryBase<Tenant, String> {}

    /** Creates a tenant together with its data key. */
    Uni<Tenant> create(Actor actor, String name) {
        Tenant tenant = new Tenant(Ids.next("ten_"), name);
        return Transactions.write(() -> rows.persist(tenant).call(() -> complete(actor, tenant)));
    }

    private Uni<Void> complete(Actor actor, Tenant tenant) {
        AuditEntry entry =
                AuditEntry.succeeded(AuditLog.OPERATOR, actor, "tenant.created", tenant.id());
        return Transactions.sql()
                .chain(sql -> vault.createDataKey(sql, tenant.id()))
                .chain(() -> log.recordInTransaction(entry));
    }

    /** Newest first. */
    Uni<Page<Tenant>> list(PageRequest request) {
        return Transactions.read(() -> NewestFirst.page(rows, ALL, new Parameters(), request));
    }

    Uni<Tenant> get(String id) {
        return Transactions.read(() -> one(id));
    }

    /** Nobody else changes or deletes it before the transaction ends. */
    private Uni<Tenant> lock(String id) {
        return rows.findById(id, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound);
    }

    /** Within {@link Transactions}. */
    Uni<Tenant> one(String id) {
        return rows.findById(id).onItem().ifNull().failWith(ProblemException::notFound);
    }

    Uni<Tenant> rename(Actor actor, String id, String name) {
        AuditEntry entry = AuditEntry.succeeded(id, actor, "tenant.changed", id);
        return Transactions.write(
                () ->
                        lock(id).invoke(tenant -> tenant.rename(name))
                                .call(() -> log.recordInTransaction(entry)));
    }

    /** Erases all that the tenant owns, its data key and its audit log included. */
    Uni<Void> delete(Actor actor, String id) {
        AuditEntry entry = AuditEntry.succeeded(AuditLog.OPERATOR, actor, "tenant.deleted", id);
        return Transactions.write(
                () ->
                        Transactions.sql()
                                .call(sql -> TenantErasure.erase(sql, id))
                                .chain(sql -> chain.erase(sql, id))
                                .chain(() -> log.recordInTransaction(entry)));
    }
}
