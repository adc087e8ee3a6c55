package dev.lanyard.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Deletes what has grown old, in batches: no transaction is long, and none holds up another's. A
 * class that does nothing else is called {@code …Retention}.
 */
public final class BatchedDeletion {
    private final Pool pool;
    private final String sql;
    private final int batch;

    /**
     * A deletion by one statement.
     *
     * @param sql deletes at most {@code batch} rows
     */
    public BatchedDeletion(Pool pool, String sql, int batch) {
        this.pool = pool;
        this.sql = sql;
        this.batch = batch;
    }

    /**
     * Deletes until a batch is not full.
     *
     * @param arguments of the statement, in order
     * @return fails as the database does; what was deleted stays so
     */
    public Uni<Void> run(Object... arguments) {
        return pool.preparedQuery(sql)
                .execute(Tuple.from(arguments))
                .chain(
                        rows ->
                                rows.rowCount() < batch
                                        ? Uni.createFrom().voidItem()
                                        : run(arguments));
    }
}
