package dev.lanyard.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Resets a connection (TCP RST). Clients treat a reset otherwise than an orderly close: some send
 * the request again on their own.
 */
final class ConnectionReset {
    private ConnectionReset() {}

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to tell
    static void now(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            Channel channel = connection.channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0); // close() then sends RST
            channel.close();
        } else {
            request.connection().close();
        }
    }
}
