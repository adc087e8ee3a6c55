package dev.lanyard.tenant.audit;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The audit log: added to and read, never changed (docs/audit.md). */
@ApplicationScoped
public class AuditLog {
    /** Whose log holds what belongs to no tenant, or outlives it. */
    public static final String OPERATOR = "operator";

    private static final String INSERT =
            """
            INSERT INTO audit_log (tenant_id, actor_type, actor_id, action, object_type, object_id,
                outcome, address, detail, count)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;
    private static final String SELECT =
            """
            SELECT at, id, actor_type, actor_id, action, object_type, object_id, outcome, address,
                detail, count
            FROM audit_log
            WHERE tenant_id = $1 AND (at, id) < ($2, $3)
              AND ($5::text IS NULL OR action = $5)
              AND ($6::text IS NULL OR actor_id = $6)
              AND ($7::text IS NULL OR object_id = $7)
            ORDER BY at DESC, id DESC LIMIT $4
            """;

    private final Pool pool;

    AuditLog(Pool pool) {
        this.pool = pool;
    }

    /**
     * Writes an entry.
     *
     * @param client the transaction of the change it tells of, so that neither is there without the
     *     other; the pool for what is over
     */
    public Uni<Void> record(SqlClient client, AuditEntry entry) {
        return client.preparedQuery(INSERT).execute(row(entry)).replaceWithVoid();
    }

    /** Writes an entry of the change that is just made within {@link Transactions#write}. */
    public Uni<Void> recordInTransaction(AuditEntry entry) {
        return Transactions.sql().chain(transaction -> record(transaction, entry));
    }

    /** Writes entries in one round trip, all or none. */
    public Uni<Void> record(List<AuditEntry> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : pool.withTransaction(
                        transaction ->
                                transaction
                                        .preparedQuery(INSERT)
                                        .executeBatch(entries.stream().map(AuditLog::row).toList())
                                        .replaceWithVoid());
    }

    private static Tuple row(AuditEntry entry) {
        return Tuple.of(entry.tenantId(), entry.actor().type().text(), entry.actor().id())
                .addString(entry.action())
                .addString(entry.objectType())
                .addString(entry.objectId())
                .addString(entry.outcome().text())
                .addString(entry.actor().address())
                .addString(entry.detail())
                .addInteger(entry.count());
    }

    /** A tenant's entries, or the operator's own, newest first. */
    Uni<Page<AuditEntryView>> list(String tenantId, AuditFilter filter, PageRequest request) {
        PageRequest.Position after = request.after();
        Tuple values =
                Tuple.of(tenantId, after.createdAt(), after.id(), request.limit() + 1)
                        .addString(filter.action())
                        .addString(filter.actorId())
                        .addString(filter.objectId());
        return pool.preparedQuery(SELECT).execute(values).map(rows -> page(rows, request));
    }

    private static Page<AuditEntryView> page(RowSet<Row> rows, PageRequest request) {
        return Page.of(rows, AuditEntryView::of, request, AuditEntryView::position);
    }
}
