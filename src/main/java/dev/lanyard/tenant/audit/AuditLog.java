package dev.lanyard.tenant.audit;

import dev.lanyard.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Adds to the audit log, which is never changed (docs/audit.md). By SQL: entries are many, and come
 * with the statements that they tell of; {@link LoggedEntries} reads them.
 */
@ApplicationScoped
public class AuditLog {
    /** Whose log holds what belongs to no tenant, or outlives it. */
    public static final String OPERATOR = "operator";

    private static final String INSERT =
            """
            INSERT INTO audit_log (tenant_id, actor_type, actor_id, action, object_type, object_id,
                outcome, address, detail, count, actor_token)
            VALUES (
                $1, -- $1 tenant, or operator
                $2, $3, -- $2 actor's type, $3 its id
                $4, -- $4 action
                $5, $6, -- $5 object's type, $6 its id
                $7, -- $7 outcome
                $8, -- $8 caller's address
                $9, -- $9 detail
                $10, -- $10 how often, where one entry tells of many
                $11) -- $11 a workload's token, by its jti or kid
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
                .addInteger(entry.count())
                .addString(entry.actor().token());
    }
}
