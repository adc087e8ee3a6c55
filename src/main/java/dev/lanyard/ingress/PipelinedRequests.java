package dev.lanyard.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds what one connection makes us keep: requests sent ahead (RFC 9112 §9.3.2) wait as bytes,
 * and the rest in the client's own buffers, while 32 are unanswered or the client does not read its
 * responses. Nothing is lost by it, and a client that reads notices nothing.
 */
final class PipelinedRequests extends ChannelDuplexHandler {
    private static final int MOST_UNANSWERED = 32;

    /** So few bytes are read at once: some hundred requests fit in, not thousands. */
    private static final int SLICE = 4_096;

    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private int unanswered;
    private boolean forwarding;
    private boolean wantsMore;

    /** What is to stand just before the server's own handler, and counts for this one. */
    ChannelDuplexHandler counting() {
        return new RequestCount();
    }

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (message instanceof ByteBuf bytes && (isFull(connection) || isLarge(bytes))) {
            waiting.add(bytes);
            forward(connection);
        } else {
            connection.fireChannelRead(message);
        }
    }

    private boolean isFull(ChannelHandlerContext connection) {
        return !waiting.isEmpty()
                || unanswered >= MOST_UNANSWERED
                || !connection.channel().isWritable();
    }

    private static boolean isLarge(ByteBuf bytes) {
        return bytes.readableBytes() > SLICE;
    }

    /** Hands on what waits, slice by slice; stops reading while some of it has to go on waiting. */
    private void forward(ChannelHandlerContext connection) {
        if (forwarding) {
            return;
        }
        forwarding = true;
        try {
            while (!waiting.isEmpty() && mayGoOn(connection)) {
                connection.fireChannelRead(next());
            }
        } finally {
            forwarding = false;
        }
        if (!waiting.isEmpty()) {
            wantsMore |= connection.channel().config().isAutoRead();
            connection.channel().config().setAutoRead(false);
        } else if (wantsMore) {
            wantsMore = false;
            connection.channel().config().setAutoRead(true);
        }
    }

    private boolean mayGoOn(ChannelHandlerContext connection) {
        return unanswered < MOST_UNANSWERED && connection.channel().isWritable();
    }

    private ByteBuf next() {
        ByteBuf first = waiting.element();
        return isLarge(first) ? first.readRetainedSlice(SLICE) : waiting.remove();
    }

    /**
     * The server goes on reading by itself after each response; while something waits it must not.
     */
    @Override
    public void read(ChannelHandlerContext connection) {
        if (waiting.isEmpty()) {
            connection.read();
        } else {
            wantsMore = true;
            connection.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext connection) {
        connection.fireChannelWritabilityChanged();
        forwardOutsideARead(connection);
    }

    /**
     * The server sends its responses when a read is complete; where nothing was read, as here, it
     * is to be told so.
     */
    private void forwardOutsideARead(ChannelHandlerContext connection) {
        if (!waiting.isEmpty()) {
            forward(connection);
            connection.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext connection) {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
    }

    /** Counts requests in and responses out. */
    private final class RequestCount extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext connection, Object message) {
            if (message instanceof HttpRequest) {
                unanswered++;
            }
            connection.fireChannelRead(message);
        }

        @Override
        public void write(
                ChannelHandlerContext connection, Object message, ChannelPromise promise) {
            connection.write(message, promise);
            if (message instanceof LastHttpContent && !isInterim(message)) {
                unanswered--;
                ChannelHandlerContext own = connection.pipeline().context(PipelinedRequests.this);
                if (own != null && !waiting.isEmpty()) {
                    connection.executor().execute(() -> forwardOutsideARead(own));
                }
            }
        }

        /** {@code 100 Continue} ends no request. */
        private boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
