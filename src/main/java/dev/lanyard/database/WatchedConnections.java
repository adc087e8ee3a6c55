package dev.lanyard.database;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.util.function.Supplier;

/**
 * Opens connections by the driver's own ways, each with a {@link ConnectionWatch}, and none while
 * the server refuses to be logged in to.
 */
final class WatchedConnections extends PgConnectionFactory {
    private final ServerState server;

    WatchedConnections(
            VertxInternal vertx,
            Supplier<? extends Future<? extends SqlConnectOptions>> options,
            ServerState server) {
        super(vertx, options);
        this.server = server;
    }

    /** The driver of a pool whose connections are watched. */
    static PgDriver driver(ServerState server) {
        return new PgDriver() {
            @Override
            public Pool newPool(
                    Vertx vertx,
                    Supplier<? extends Future<? extends SqlConnectOptions>> options,
                    PoolOptions bounds,
                    CloseFuture closing) {
                VertxInternal owner = (VertxInternal) vertx;
                ConnectionFactory connections = createConnectionFactory(vertx, options);
                closing.add(connections);
                return new WaitingPool.ReplanningPool(
                        owner,
                        closing,
                        new WaitingPool(owner, this, bounds, closing).over(connections));
            }

            @Override
            public ConnectionFactory createConnectionFactory(
                    Vertx vertx, Supplier<? extends Future<? extends SqlConnectOptions>> options) {
                return new WatchedConnections((VertxInternal) vertx, options, server);
            }
        };
    }

    @Override
    protected NetClient netClient(NetClientOptions options) {
        return new ReachingClient(vertx, super.netClient(options));
    }

    @Override
    public Future<SqlConnection> connect(Context context, SqlConnectOptions options) {
        Throwable refusal = server.refusal();
        if (refusal != null) {
            return ((ContextInternal) context).failedFuture(refusal);
        }
        return super.connect(context, options)
                .onFailure(server::fail)
                .map(opened -> watched(opened, options.getCachePreparedStatements()));
    }

    private SqlConnection watched(SqlConnection opened, boolean cachesPlans) {
        server.admit();
        new ConnectionWatch(
                        (SocketConnectionBase) ((SqlConnectionInternal) opened).unwrap().unwrap(),
                        server,
                        cachesPlans)
                .begin();
        return opened;
    }
}
