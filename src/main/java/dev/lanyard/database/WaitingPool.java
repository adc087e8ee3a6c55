package dev.lanyard.database;

import io.vertx.core.Future;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.impl.PgPoolImpl;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.PoolImpl;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.spi.ConnectionFactory;
import io.vertx.sqlclient.spi.Driver;
import java.util.function.Function;

/**
 * Vert.x' pool, but a statement borrows its connection as a transaction does. By the pool's own way
 * the timer of that wait goes on when there is no connection to be had, and fails what has failed
 * already: an uncaught exception in the log for each statement of an outage.
 */
final class WaitingPool extends PoolImpl {
    private final int size;

    WaitingPool(VertxInternal vertx, Driver driver, PoolOptions options, CloseFuture closing) {
        super(vertx, driver, false, options, null, null, closing);
        this.size = options.getMaxSize();
    }

    /** The pool over these connections, open. */
    WaitingPool over(ConnectionFactory connections) {
        connectionProvider(connections::connect);
        init();
        return this;
    }

    /**
     * One that is open: it may have been cut a moment ago, which the pool has not noticed yet, and
     * so may all the others. Nothing was sent on them.
     */
    @Override
    public Future<SqlConnection> getConnection() {
        return open(size);
    }

    private Future<SqlConnection> open(int others) {
        return super.getConnection()
                .compose(
                        borrowed ->
                                others == 0 || isOpen(borrowed)
                                        ? Future.succeededFuture(borrowed)
                                        : borrowed.close().transform(done -> open(others - 1)));
    }

    /** The pool's own wrapper says so of every connection; what it wraps knows. */
    private static boolean isOpen(SqlConnection borrowed) {
        return ((SqlConnectionBase<?>) borrowed).unwrap().unwrap().isValid();
    }

    @Override
    public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
        return getConnection().compose(borrowed -> schedule(context, command, borrowed));
    }

    private static <R> Future<R> schedule(
            ContextInternal context, CommandBase<R> command, SqlConnection borrowed) {
        return ((SqlConnectionBase<?>) borrowed)
                .schedule(context, command)
                .onComplete(done -> borrowed.close());
    }

    /**
     * A pool whose transactions outlive a migration: one that a stale plan ({@link PlanCache}) has
     * ended is done once more, by statements that are prepared anew. Outside of them {@link
     * PlanCache} does the same.
     */
    static final class ReplanningPool extends PgPoolImpl {
        ReplanningPool(VertxInternal vertx, CloseFuture closing, Pool delegate) {
            super(vertx, closing, delegate);
        }

        /**
         * @param work SQL and nothing else, as it may be done twice, of which the first is undone
         */
        @Override
        public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
            return super.withTransaction(work)
                    .recover(
                            failure ->
                                    PlanCache.isStale(failure)
                                            ? super.withTransaction(work)
                                            : Future.failedFuture(failure));
        }
    }
}
