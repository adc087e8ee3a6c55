package dev.lanyard.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Clients that end their side of the connection in the middle of a body, and still listen: they can
 * be told how far they came. Without this, the connection is closed with nothing said.
 */
public final class HalfClosedBodies {
    private static final String NAME = "half-closed-bodies";

    private HalfClosedBodies() {}

    /**
     * Has the end of the client's side told, for as long as this connection lives.
     *
     * @param request the last of its connection
     * @param ended called on its event loop
     */
    public static void tell(HttpServerRequest request, Runnable ended) {
        if (!(request.connection() instanceof ConnectionBase connection)) {
            return;
        }
        ChannelHandlerContext server = connection.channelHandlerContext();
        if (server.pipeline().get(NAME) == null) {
            server.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            server.pipeline().addBefore(server.name(), NAME, new EndOfInput(ended));
        }
    }

    private static final class EndOfInput extends ChannelInboundHandlerAdapter {
        private final Runnable ended;

        EndOfInput(Runnable ended) {
            this.ended = ended;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext connection, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                ended.run();
            }
            connection.fireUserEventTriggered(event);
        }
    }
}
