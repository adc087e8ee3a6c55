package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditChain;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The tenants. What is not there fails with {@code not_found}. */
@ApplicationScoped
class Tenants {
    private static final String INSERT = "INSERT INTO tenant (tenant_id, name) VALUES ($1, $2)";
    private static final String GET =
            "SELECT tenant_id, name, created_at FROM tenant WHERE tenant_id = $1";
    private static final String NEWEST =
            """
            SELECT tenant_id, name, created_at FROM tenant
            WHERE (created_at, tenant_id) < ($1, $2)
            ORDER BY created_at DESC, tenant_id DESC
            LIMIT $3
            """;

    /** Keeps rows that would belong to the tenant from being added meanwhile. */
    private static final String LOCK =
            "SELECT tenant_id FROM tenant WHERE tenant_id = $1 FOR UPDATE";

    /** Profiles cannot go before the connections made through them; the rest goes by cascade. */
    private static final String ERASE_CONNECTIONS = "DELETE FROM connection WHERE tenant_id = $1";

    private static final String ERASE = "DELETE FROM tenant WHERE tenant_id = $1";

    private static final String RENAME = "UPDATE tenant SET name = $2 WHERE tenant_id = $1";

    private final Pool pool;
    private final Vault vault;
    private final AuditLog log;
    private final AuditChain chain;

    Tenants(Pool pool, Vault vault, AuditLog log, AuditChain chain) {
        this.pool = pool;
        this.vault = vault;
        this.log = log;
        this.chain = chain;
    }

    /** Creates a tenant together with its data key. */
    Uni<Tenant> create(Actor actor, String name) {
        String id = Ids.next("ten_");
        AuditEntry entry = AuditEntry.succeeded(AuditLog.OPERATOR, actor, "tenant.created", id);
        return pool.withTransaction(
                        transaction ->
                                insert(transaction, id, name)
                                        .chain(() -> log.record(transaction, entry)))
                .chain(() -> get(id));
    }

    private Uni<Void> insert(SqlClient transaction, String id, String name) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, name))
                .chain(() -> vault.createDataKey(transaction, id));
    }

    /** Newest first. */
    Uni<Page<Tenant>> list(PageRequest request) {
        PageRequest.Position after = request.after();
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(after.createdAt(), after.id(), request.limit() + 1))
                .map(rows -> Page.of(rows, Tenant::of, request, Tenants::position));
    }

    private static PageRequest.Position position(Tenant tenant) {
        return new PageRequest.Position(tenant.createdAt(), tenant.id());
    }

    Uni<Tenant> get(String id) {
        return pool.preparedQuery(GET)
                .execute(Tuple.of(id))
                .invoke(Tenants::mustExist)
                .map(rows -> Tenant.of(rows.iterator().next()));
    }

    Uni<Tenant> rename(Actor actor, String id, String name) {
        AuditEntry entry = AuditEntry.succeeded(id, actor, "tenant.changed", id);
        return pool.withTransaction(
                        transaction ->
                                transaction
                                        .preparedQuery(RENAME)
                                        .execute(Tuple.of(id, name))
                                        .invoke(Tenants::mustExist)
                                        .chain(() -> log.record(transaction, entry)))
                .chain(() -> get(id));
    }

    /** Erases all that the tenant owns, its data key and its audit log included. */
    Uni<Void> delete(Actor actor, String id) {
        AuditEntry entry = AuditEntry.succeeded(AuditLog.OPERATOR, actor, "tenant.deleted", id);
        return pool.withTransaction(
                transaction ->
                        erase(transaction, id)
                                .chain(() -> chain.erase(transaction, id))
                                .chain(() -> log.record(transaction, entry)));
    }

    private static Uni<Void> erase(SqlClient transaction, String id) {
        Tuple tenant = Tuple.of(id);
        return transaction
                .preparedQuery(LOCK)
                .execute(tenant)
                .invoke(Tenants::mustExist)
                .chain(() -> transaction.preparedQuery(ERASE_CONNECTIONS).execute(tenant))
                .chain(() -> transaction.preparedQuery(ERASE).execute(tenant))
                .replaceWithVoid();
    }

    private static void mustExist(RowSet<Row> rows) {
        if (rows.rowCount() == 0) {
            throw ProblemException.notFound();
        }
    }
}
