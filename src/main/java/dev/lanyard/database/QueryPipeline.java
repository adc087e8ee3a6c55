package dev.lanyard.database;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A dedicated database connection with one prepared query, opened when it is first asked for and
 * closed when nobody asks any more. It is tried from time to time, behind all that was asked
 * before: when that is not answered the server is given up, and whoever waits for it is told.
 */
public final class QueryPipeline {
    private static final Logger LOG = Logger.getLogger(QueryPipeline.class);
    private static final int DEPTH = 256;
    private static final long TRY_MILLIS = 2_000;
    private static final int TRIES_UNANSWERED = 2;

    /** How often a connection is tried before it is closed, when nobody asks: for a minute. */
    static final int TRIES_UNASKED = 30;

    private static final long REST_MILLIS = 1_000;

    private final Vertx vertx;
    private final Database database;
    private final PgConnectOptions options;
    private final String sql;
    private final int triesUnasked;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile @Nullable PgConnection connection;
    private volatile @Nullable PreparedQuery<RowSet<Row>> query;
    private volatile boolean asked;
    private int unasked;
    private int unanswered;
    private long tries;

    /**
     * @param options to reach the database by, but for the password
     * @param sql of the one query
     * @param triesUnasked after which it is closed
     */
    QueryPipeline(
            Vertx vertx,
            Database database,
            PgConnectOptions options,
            String sql,
            int triesUnasked) {
        this.vertx = vertx;
        this.database = database;
        this.options = new PgConnectOptions(options).setPipeliningLimit(DEPTH);
        this.sql = sql;
        this.triesUnasked = triesUnasked;
    }

    /** The query, to be asked at once; null: not now. */
    @Nullable PreparedQuery<RowSet<Row>> query() {
        if (!asked) {
            asked = true;
        }
        PreparedQuery<RowSet<Row>> ready = query;
        if (ready == null && taken.compareAndSet(false, true)) {
            VertxContext.getRootContext(vertx.getOrCreateContext()).runOnContext(go -> open());
        }
        return ready;
    }

    /** Another connection, as this one's answer was none: it is lost, or its plan is. */
    void renew() {
        query = null;
        close();
    }

    void close() {
        PgConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void open() {
        database.connect(vertx, options)
                .onSuccess(this::prepare)
                .onFailure(
                        failure -> {
                            logFailure(failure);
                            rest();
                        });
    }

    private void prepare(PgConnection opened) {
        connection = opened;
        unasked = 0;
        unanswered = 0;
        tries = vertx.setPeriodic(TRY_MILLIS, tick -> probe(opened));
        opened.closeHandler(closed -> lost(opened));
        opened.exceptionHandler(QueryPipeline::logFailure);
        opened.prepare(sql)
                .onSuccess(statement -> query = statement.query())
                .onFailure(
                        failure -> {
                            logFailure(failure);
                            opened.close();
                            lost(opened);
                        });
    }

    private static void logFailure(Throwable failure) {
        LOG.debugf("The pool is asked instead: %s", failure.getMessage());
    }

    private void probe(PgConnection opened) {
        unasked = asked ? 0 : unasked + 1;
        asked = false;
        if (unanswered == TRIES_UNANSWERED) {
            cut(opened);
        } else if (unasked > triesUnasked) {
            query = null;
            opened.close();
        } else {
            unanswered++;
            opened.query("SELECT 1").execute().onSuccess(response -> unanswered = 0);
        }
    }

    /** Without the driver's farewell, which a silent server would leave unanswered, too. */
    private static void cut(PgConnection opened) {
        SocketConnectionBase socket =
                (SocketConnectionBase) ((SqlConnectionInternal) opened).unwrap().unwrap();
        ConnectionWatch.cut(socket.socket().channelHandlerContext().channel());
    }

    private void lost(PgConnection opened) {
        if (connection == opened) {
            vertx.cancelTimer(tries);
            query = null;
            connection = null;
            rest();
        }
    }

    private void rest() {
        vertx.setTimer(REST_MILLIS, over -> taken.set(false));
    }
}
