package dev.lanyard.database;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.impl.QueryResultHandler;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import io.vertx.sqlclient.impl.command.QueryCommandBase;
import io.vertx.sqlclient.impl.command.SimpleQueryCommand;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one connection each second, and cuts it when it is of no use: its server does not
 * answer, or its transaction was left open, or it was opened before the database turned read-only.
 * Whoever waits on it is told; the pool opens another one.
 *
 * <p>It stands between the driver's codec and the driver, where commands and responses pass. Time
 * is counted in looks, not by the clock: a process that was stopped for a minute hears first what
 * came meanwhile.
 */
final class ConnectionWatch extends ChannelDuplexHandler {
    private static final long LOOK_MILLIS = 1_000;

    /** Looks without a response, where the whole server says nothing, or to a try. */
    private static final int SILENT = 3;

    private static final int SLACK = 2;
    private static final int IDLE = 2;
    private static final int STALE = 5;
    private static final Duration SILENCE = Duration.ofMillis(SILENT * LOOK_MILLIS);

    private final SocketConnectionBase connection;
    private final ServerState server;
    private final int generation;
    private final @Nullable PlanCache plans;
    private int unanswered;
    private int silentLooks;
    private int idleLooks;
    private int staleLooks;
    private boolean tried;
    private boolean inTransaction;
    private boolean longWork;
    private boolean readOnly;

    /**
     * @param cachesPlans whether the driver keeps what is prepared for others to use
     */
    ConnectionWatch(SocketConnectionBase connection, ServerState server, boolean cachesPlans) {
        this.connection = connection;
        this.server = server;
        this.generation = server.generation();
        this.plans = cachesPlans ? new PlanCache(connection, server) : null;
    }

    /** Begins to watch a connection that has just been opened. */
    void begin() {
        connection.socket().channelHandlerContext().pipeline().addBefore("handler", "watch", this);
    }

    /** Without the driver's farewell, which a silent server would leave unanswered, too. */
    static void cut(Channel channel) {
        channel.pipeline().firstContext().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        lookLater(ctx);
    }

    private void lookLater(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> look(ctx), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof CommandBase<?> command) {
            unanswered++;
            idleLooks = 0;
            if (command instanceof SimpleQueryCommand<?> query) {
                follow(ctx, query.sql());
            }
        }
        ctx.write(message, promise);
    }

    /** The driver's own words for where a transaction begins and ends. */
    private void follow(ChannelHandlerContext ctx, String sql) {
        if (sql.equals("BEGIN")) {
            inTransaction = true;
            if (plans != null) {
                plans.beforeTransaction(ctx);
            }
        } else if (sql.equals("COMMIT") || sql.equals("ROLLBACK")) {
            inTransaction = false;
            longWork = false;
        } else if (sql.equals(SessionBounds.LONG_WORK)) {
            longWork = true;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        server.hear();
        silentLooks = 0;
        if (message instanceof CommandResponse<?> response) {
            unanswered--;
            tried = tried && unanswered > 0;
            readOnly = readOnly || isReadOnly(response.toAsyncResult().cause());
            if (plans != null) {
                plans.heard(ctx, response, inTransaction);
            }
        }
        ctx.fireChannelRead(message);
        if (readOnly) {
            server.renew();
            cut(ctx.channel());
        }
    }

    private static boolean isReadOnly(@Nullable Throwable failure) {
        return failure instanceof PgException refused
                && ServerState.READ_ONLY.equals(refused.getSqlState());
    }

    private void look(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive() || ctx.isRemoved()) {
            return;
        }
        count();
        if (isSilent() || isLeftOpen() || isStale()) {
            cut(ctx.channel());
            return;
        }
        if (unanswered == 0 && !inTransaction && idleLooks >= IDLE) {
            tryIt();
        }
        lookLater(ctx);
    }

    private void count() {
        boolean idle = unanswered == 0;
        silentLooks = idle ? 0 : silentLooks + 1;
        idleLooks = idle ? idleLooks + 1 : 0;
        staleLooks = generation == server.generation() ? 0 : staleLooks + 1;
    }

    private boolean isSilent() {
        Duration longest = longWork ? SessionBounds.LONG_STATEMENT : SessionBounds.STATEMENT;
        return silentLooks > longest.toSeconds() + SLACK
                || (silentLooks > SILENT && (tried || server.isSilentFor(SILENCE)));
    }

    private boolean isLeftOpen() {
        return inTransaction && idleLooks > SessionBounds.IDLE_IN_TRANSACTION.toSeconds() + SLACK;
    }

    private boolean isStale() {
        return staleLooks > STALE || (staleLooks > 0 && unanswered == 0 && !inTransaction);
    }

    /** Asked below the driver's tracing and metrics: nobody's work is this. */
    private void tryIt() {
        tried = true;
        connection.schedule(
                (ContextInternal) connection.context(),
                new SimpleQueryCommand<Void>(
                        "SELECT 1",
                        false,
                        false,
                        QueryCommandBase.NULL_COLLECTOR,
                        QueryResultHandler.NOOP_HANDLER));
    }
}
