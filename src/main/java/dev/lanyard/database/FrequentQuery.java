package dev.lanyard.database;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hot SELECT, sent over one dedicated pipelined connection per event loop. While there is none,
 * the pool is asked. While there is none the pool is asked.
 */
public final class FrequentQuery implements AutoCloseable {
    private final Vertx vertx;
    private final Pool pool;
    private final String sql;
    private final List<QueryPipeline> pipelines;
    private final AtomicInteger loops = new AtomicInteger();
    private final FastThreadLocal<QueryPipeline> own =
            new FastThreadLocal<>() {
                @Override
                protected QueryPipeline initialValue() {
                    return pipelines.get(loops.getAndIncrement() % pipelines.size());
                }
            };

    FrequentQuery(Vertx vertx, Pool pool, String sql, List<QueryPipeline> pipelines) {
        this.vertx = vertx;
        this.pool = pool;
        this.sql = sql;
        this.pipelines = pipelines;
    }

    /**
     * Asks once; to be called on an event loop. Where the plan was of no use any more, which costs
     * a pipelined connection its query, the pool is asked instead.
     *
     * @param arguments of the query's parameters, in order
     * @return the rows, told on the caller's context; fails as the database or the way to it does,
     *     and is not asked again
     */
    public Future<RowSet<Row>> execute(Tuple arguments) {
        QueryPipeline pipeline = pipelines.isEmpty() ? null : own.get();
        PreparedQuery<RowSet<Row>> query = pipeline == null ? null : pipeline.query();
        if (pipeline == null || query == null) {
            return pool.preparedQuery(sql).execute(arguments);
        }
        Promise<RowSet<Row>> response = ((ContextInternal) vertx.getOrCreateContext()).promise();
        query.execute(arguments)
                .onFailure(failure -> pipeline.renew())
                .recover(failure -> instead(failure, arguments))
                .onComplete(response);
        return response.future();
    }

    private Future<RowSet<Row>> instead(Throwable failure, Tuple arguments) {
        return PlanCache.isStale(failure)
                ? pool.preparedQuery(sql).execute(arguments)
                : Future.failedFuture(failure);
    }

    /** Closes the connections that are its own. */
    @Override
    public void close() {
        pipelines.forEach(QueryPipeline::close);
    }
}
