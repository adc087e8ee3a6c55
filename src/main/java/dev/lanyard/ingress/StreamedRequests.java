package dev.lanyard.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Requests whose bodies are passed on as they come, for as long as they come: whoever streams them
 * watches that they go on, and the limits of a whole request do not hold meanwhile ({@link
 * SlowRequests}, {@link IdleConnections}). A long download has a client that sends nothing.
 */
public final class StreamedRequests extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Boolean> STREAMED =
            AttributeKey.valueOf(StreamedRequests.class, "streamed");

    StreamedRequests() {}

    /** This request is watched by the caller until {@link #end}. */
    public static void begin(HttpServerRequest request) {
        mark(request, true);
    }

    /** It has its response; the connection's next request is watched here again. */
    public static void end(HttpServerRequest request) {
        mark(request, false);
    }

    private static void mark(HttpServerRequest request, boolean streamed) {
        if (request.connection() instanceof ConnectionBase connection) {
            mark(connection.channel(), streamed);
        }
    }

    static void mark(Channel connection, boolean streamed) {
        connection.attr(STREAMED).set(streamed);
    }

    static boolean isOn(Channel connection) {
        return connection.hasAttr(STREAMED) && Boolean.TRUE.equals(connection.attr(STREAMED).get());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext connection, Object event) {
        if (!(event instanceof IdleStateEvent && isOn(connection.channel()))) {
            connection.fireUserEventTriggered(event);
        }
    }
}
