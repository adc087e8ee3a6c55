package dev.lanyard.tenant;

import dev.lanyard.database.SessionBounds;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Erases a tenant and all it owns, by the database's cascades. */
final class TenantErasure {
    /**
     * Keeps rows that would belong to the tenant from being added meanwhile: Hibernate's lock, FOR
     * NO KEY UPDATE, lets them in.
     */
    private static final String LOCK =
            "SELECT tenant_id FROM tenant WHERE tenant_id = $1 FOR UPDATE";

    /** Profiles cannot go before the connections made through them; the rest goes by cascade. */
    private static final String ERASE_CONNECTIONS = "DELETE FROM connection WHERE tenant_id = $1";

    private static final String ERASE = "DELETE FROM tenant WHERE tenant_id = $1";

    private TenantErasure() {}

    /** Erases, in a transaction; fails with {@code not_found} when there is none. */
    static Uni<Void> erase(SqlClient transaction, String tenantId) {
        Tuple tenant = Tuple.of(tenantId);
        return transaction
                .query(SessionBounds.LONG_WORK)
                .execute()
                .chain(() -> transaction.preparedQuery(LOCK).execute(tenant))
                .invoke(TenantErasure::mustExist)
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
