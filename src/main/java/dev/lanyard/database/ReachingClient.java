package dev.lanyard.database;

import dev.lanyard.runtime.HostAddresses;
import io.netty.channel.Channel;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x' client for TCP, but it tries every address of a name, and cuts a connection over which
 * nobody has logged in within {@value #LOGIN_SECONDS} s.
 */
final class ReachingClient implements NetClient {
    static final int LOGIN_SECONDS = 4;

    private final Vertx vertx;
    private final NetClient client;

    ReachingClient(Vertx vertx, NetClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    @Override
    public Future<NetSocket> connect(SocketAddress server, @Nullable String serverName) {
        if (server.isDomainSocket() || server.host() == null) {
            return client.connect(server, serverName).onSuccess(ReachingClient::bound);
        }
        return HostAddresses.of(vertx, server.host(), server.port())
                .compose(addresses -> first(addresses, serverName))
                .onSuccess(ReachingClient::bound);
    }

    private Future<NetSocket> first(List<SocketAddress> addresses, @Nullable String serverName) {
        Future<NetSocket> socket = client.connect(addresses.get(0), serverName);
        for (SocketAddress next : addresses.subList(1, addresses.size())) {
            socket = socket.recover(failure -> client.connect(next, serverName));
        }
        return socket;
    }

    private static void bound(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.eventLoop().schedule(() -> cutStranger(channel), LOGIN_SECONDS, TimeUnit.SECONDS);
    }

    private static void cutStranger(Channel channel) {
        if (channel.isActive() && channel.pipeline().get(ConnectionWatch.class) == null) {
            ConnectionWatch.cut(channel);
        }
    }

    @Override
    public Future<NetSocket> connect(SocketAddress server) {
        return connect(server, (String) null);
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
        return connect(SocketAddress.inetSocketAddress(port, host));
    }

    @Override
    public Future<NetSocket> connect(int port, String host, String serverName) {
        return connect(SocketAddress.inetSocketAddress(port, host), serverName);
    }

    @Override
    public NetClient connect(int port, String host, Handler<AsyncResult<NetSocket>> handler) {
        connect(port, host).onComplete(handler);
        return this;
    }

    @Override
    public NetClient connect(
            int port, String host, String serverName, Handler<AsyncResult<NetSocket>> handler) {
        connect(port, host, serverName).onComplete(handler);
        return this;
    }

    @Override
    public NetClient connect(SocketAddress server, Handler<AsyncResult<NetSocket>> handler) {
        connect(server).onComplete(handler);
        return this;
    }

    @Override
    public NetClient connect(
            SocketAddress server, String serverName, Handler<AsyncResult<NetSocket>> handler) {
        connect(server, serverName).onComplete(handler);
        return this;
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        client.close(handler);
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }

    @Override
    public Future<Boolean> updateSSLOptions(SSLOptions options, boolean force) {
        return client.updateSSLOptions(options, force);
    }

    @Override
    public boolean isMetricsEnabled() {
        return client.isMetricsEnabled();
    }
}
