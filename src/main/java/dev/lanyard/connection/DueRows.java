package dev.lanyard.connection;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is due, claimed for one replica for a minute by {@code FOR UPDATE SKIP LOCKED}. Only the
 * index of what is due is read, so that a tick costs what is due and not what is stored.
 */
@ApplicationScoped
class DueRows {
    private static final String CLAIM =
            """
            UPDATE token_set t SET due_at = now() + interval '1 minute'
            FROM (
                SELECT tenant_id, connection_id FROM token_set
                WHERE due_at <= now() %s
                ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
            ) AS due
            WHERE t.tenant_id = due.tenant_id AND t.connection_id = due.connection_id
            RETURNING t.tenant_id, t.connection_id, t.version,
                t.presented_at IS NOT NULL AS outstanding, t.suspect
            """;
    private static final String OUTSTANDING =
            CLAIM.formatted("AND (presented_at IS NOT NULL OR suspect)");
    private static final String ANY = CLAIM.formatted("");
    private static final String LATER =
            """
            UPDATE token_set SET due_at = now() + $3::float8 * interval '1 second'
            WHERE tenant_id = $1 AND connection_id = $2
              AND due_at > now() + interval '30 seconds' AND due_at <= now() + interval '1 minute'
            """;

    private final Pool pool;

    DueRows(Pool pool) {
        this.pool = pool;
    }

    /**
     * A row that is due.
     *
     * @param outstanding an answer is outstanding (rule 14)
     * @param suspect waits for proof that the client works (rule 19)
     */
    record Due(Seen seen, boolean outstanding, boolean suspect) {
        ConnectionRef connection() {
            return seen.connection();
        }
    }

    /** Rows with an outstanding answer, which go before all others. */
    Uni<List<Due>> claimOutstanding(int limit) {
        return claim(OUTSTANDING, limit);
    }

    /** Rows that are due for whatever reason. */
    Uni<List<Due>> claim(int limit) {
        return claim(ANY, limit);
    }

    private Uni<List<Due>> claim(String sql, int limit) {
        return pool.preparedQuery(sql).execute(Tuple.of(limit)).map(DueRows::list);
    }

    private static List<Due> list(RowSet<Row> rows) {
        List<Due> due = new ArrayList<>(rows.size());
        for (Row row : rows) {
            due.add(
                    new Due(
                            new Seen(
                                    new ConnectionRef(
                                            row.getString("tenant_id"),
                                            row.getString("connection_id")),
                                    row.getLong("version")),
                            row.getBoolean("outstanding"),
                            row.getBoolean("suspect")));
        }
        return due;
    }

    /**
     * Looks at a claimed row again after that long, unless something else was written meanwhile.
     */
    Uni<Void> later(ConnectionRef connection, Duration delay) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(connection.tenantId(), connection.id(), Seconds.of(delay)))
                .replaceWithVoid();
    }
}
