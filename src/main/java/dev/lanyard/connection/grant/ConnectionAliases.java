package dev.lanyard.connection.grant;

import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Ids of merged connections, which answer as their elders for 30 days. */
@ApplicationScoped
public class ConnectionAliases {
    /**
     * HQL: a condition on an entity with the attributes {@code tenantId} and {@code id}, that it is
     * the elder of {@code :id}; {@code :tenantId} owns both.
     */
    public static final String ELDER_OF_ID =
            """
            id = (select alias.connectionId from ConnectionAlias alias
                where alias.tenantId = :tenantId and alias.id = :id
                    and alias.endsAt > offset datetime)
            """;

    private static final String SELECT =
            """
            SELECT connection_id FROM connection_alias
            WHERE tenant_id = $1 AND id = $2 AND until > now()
            """;

    private final Pool pool;

    ConnectionAliases(Pool pool) {
        this.pool = pool;
    }

    /** The elder; fails with {@code not_found} if that id never was a connection of this tenant. */
    public Uni<ConnectionRef> elder(ConnectionRef merged) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(merged.tenantId(), merged.id()))
                .map(rows -> elder(merged, rows));
    }

    private static ConnectionRef elder(ConnectionRef merged, RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        String elder = rows.iterator().next().getString("connection_id");
        return new ConnectionRef(merged.tenantId(), elder);
    }
}
