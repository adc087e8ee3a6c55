package dev.lanyard.connection;

import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.revocation.RevocationQueue;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.notify.Events;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Changes and ends of a tenant's connections. What is not there fails with {@code not_found}. */
@Singleton
class Connections extends TenantRepository<Connection, TenantKey> {
    private final ConnectionAliases aliases;
    private final RevocationQueue revocations;
    private final Events events;
    private final AuditLog log;

    Connections(
            ConnectionAliases aliases, RevocationQueue revocations, Events events, AuditLog log) {
        super(new ConnectionRows());
        this.revocations = revocations;
        this.aliases = aliases;
        this.events = events;
        this.log = log;
    }

    private static final class ConnectionRows
            implements PanacheRepositoryBase<Connection, TenantKey> {}

    /**
     * Changes metadata and the switch, by a statement that names them and no other column (rule 1).
     *
     * @return the connection that was changed: the elder, where this one was merged into it
     */
    Uni<ConnectionRef> change(Actor actor, ConnectionRef connection, ConnectionChange change) {
        AuditEntry entry = entry(actor, "connection.changed", connection);
        String assignments = change.assignments();
        Parameters values = change.values().and("id", connection.id());
        return Transactions.write(
                        () ->
                                change(connection.tenantId(), assignments, "id = :id", values)
                                        .call(changed -> recordIfAny(changed, entry)))
                .chain(changed -> changedOrElder(changed, actor, connection, change));
    }

    private Uni<Void> recordIfAny(int changed, AuditEntry entry) {
        return changed == 0 ? Uni.createFrom().voidItem() : log.recordInTransaction(entry);
    }

    private Uni<ConnectionRef> changedOrElder(
            int changed, Actor actor, ConnectionRef connection, ConnectionChange change) {
        return changed > 0
                ? Uni.createFrom().item(connection)
                : aliases.elder(connection).chain(elder -> change(actor, elder, change));
    }

    /** Erases it and says so in the outbox; its tokens go to the queue of what is to be revoked. */
    Uni<Void> delete(Actor actor, ConnectionRef connection) {
        TenantKey key = new TenantKey(connection.tenantId(), connection.id());
        AuditEntry entry = entry(actor, "connection.deleted", connection);
        return Transactions.write(
                () ->
                        lock(key)
                                .chain(ended -> erase(key, connection, ended))
                                .chain(() -> log.recordInTransaction(entry)));
    }

    /** Its tokens are taken over first: they go with it. */
    private Uni<Void> erase(TenantKey key, ConnectionRef connection, Connection ended) {
        return Transactions.sql()
                .chain(sql -> revocations.takeOver(sql, connection))
                .call(() -> remove(key))
                .chain(revocation -> tell(ended, revocation));
    }

    private Uni<Void> tell(Connection ended, String revocation) {
        return ended.isTold()
                ? Transactions.sql()
                        .chain(
                                sql ->
                                        events.record(
                                                sql,
                                                ended.tenantId(),
                                                "connection.deleted",
                                                ended.id(),
                                                ended.ended(revocation)))
                : Uni.createFrom().voidItem();
    }

    private static AuditEntry entry(Actor actor, String action, ConnectionRef connection) {
        return AuditEntry.succeeded(connection.tenantId(), actor, action, connection.id());
    }
}
