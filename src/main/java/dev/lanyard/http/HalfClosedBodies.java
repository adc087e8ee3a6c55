package dev.lanyard.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients that end their side of the connection in the middle of a streamed body, and still listen:
 * they can be told how far they came. Without this, the connection is closed with nothing said.
 */
public final class HalfClosedBodies {
    private static final AttributeKey<EndOfInput> END =
            AttributeKey.valueOf("lanyard.end-of-input");
    private static final long UNHEARD_SECONDS = 5;

    private HalfClosedBodies() {}

    /**
     * Keeps a connection half open, if this request has a streamed body: before its end can be
     * read.
     *
     * @param connection at the place of whoever reads the request
     * @param uri as sent
     */
    public static void prepare(ChannelHandlerContext connection, String uri) {
        Channel channel = connection.channel();
        if (uri.equals(RequestBodies.IMPORT) && channel.attr(END).get() == null) {
            EndOfInput end = new EndOfInput();
            channel.attr(END).set(end);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            connection.pipeline().addAfter(connection.name(), null, end);
        }
    }

    /**
     * Has the end of the client's side told, also if it has come already.
     *
     * @param request whose body is being read
     * @param ended called on its event loop, once
     */
    public static void tell(HttpServerRequest request, Runnable ended) {
        if (request.connection() instanceof ConnectionBase connection) {
            EndOfInput end = connection.channelHandlerContext().channel().attr(END).get();
            if (end != null) {
                end.tell(ended);
            }
        }
    }

    private static final class EndOfInput extends ChannelInboundHandlerAdapter {
        private @Nullable Runnable listener;
        private boolean came;

        void tell(Runnable ended) {
            listener = ended;
            if (came) {
                ended.run();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext connection, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                came = true;
                hear(connection);
            }
            connection.fireUserEventTriggered(event);
        }

        /** A request that was refused has nobody who listens. */
        private void hear(ChannelHandlerContext connection) {
            if (listener == null) {
                connection
                        .executor()
                        .schedule(
                                () -> closeUnheard(connection), UNHEARD_SECONDS, TimeUnit.SECONDS);
            } else {
                listener.run();
            }
        }

        private void closeUnheard(ChannelHandlerContext connection) {
            if (listener == null) {
                connection.close();
            }
        }
    }
}
