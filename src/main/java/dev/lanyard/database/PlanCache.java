package dev.lanyard.database;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.codec.InvalidCachedStatementEvent;
import io.vertx.sqlclient.impl.command.CommandResponse;
import io.vertx.sqlclient.impl.command.ExtendedQueryCommand;
import io.vertx.sqlclient.impl.command.PrepareStatementCommand;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements that the driver keeps of one connection. When one of this process's
 * connections meets one that a migration made useless, each drops its own before its next
 * transaction; outside of one the statement that met it is asked once more. Used by the
 * connection's event loop alone.
 */
final class PlanCache {
    /** SQLSTATE: "cached plan must not change result type"; a statement that is not there. */
    private static final Set<String> STALE = Set.of("0A000", "26000");

    private final SocketConnectionBase connection;
    private final ServerState server;
    private final Set<String> prepared = new HashSet<>();
    private int plans;
    private @Nullable Object askedAgain;

    PlanCache(SocketConnectionBase connection, ServerState server) {
        this.connection = connection;
        this.server = server;
        this.plans = server.plans();
    }

    /**
     * Whether a statement failed because a migration made what was prepared useless. Nothing was
     * executed: prepared anew it works.
     */
    static boolean isStale(@Nullable Throwable failure) {
        return failure instanceof PgException refused && STALE.contains(refused.getSqlState());
    }

    /** A transaction begins: what is prepared is to fit the tables as they are. */
    void beforeTransaction(ChannelHandlerContext ctx) {
        if (plans != server.plans()) {
            prepared.forEach(sql -> drop(ctx, sql));
            prepared.clear();
            plans = server.plans();
        }
    }

    /** Takes note of a response before the driver gets it. */
    void heard(ChannelHandlerContext ctx, CommandResponse<?> response, boolean inTransaction) {
        if (response.cmd instanceof PrepareStatementCommand prepare) {
            prepared.add(prepare.sql());
        } else if (response.cmd instanceof ExtendedQueryCommand<?> query
                && isStale(response.toAsyncResult().cause())) {
            server.replan(plans);
            drop(ctx, query.sql());
            if (query.autoCommit() && !inTransaction && askedAgain != query) {
                askAgain(query);
            }
        }
    }

    private static void drop(ChannelHandlerContext ctx, String sql) {
        ctx.fireChannelRead(new InvalidCachedStatementEvent(sql));
    }

    /** When the driver tells of the failure, it is asked instead; whoever waits hears of that. */
    private void askAgain(ExtendedQueryCommand<?> query) {
        Handler<AsyncResult<Boolean>> waiting = query.handler;
        askedAgain = query;
        query.handler =
                stale -> {
                    query.ps = null;
                    connection
                            .schedule((ContextInternal) connection.context(), query)
                            .onComplete(waiting);
                };
    }
}
