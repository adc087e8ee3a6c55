package dev.lanyard.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/**
 * Makes RFC 9112 of a response before netty's strict decoder sees it: lengths told twice, line
 * feeds only, fields that are none or too long, interim responses, broken chunks. What the decoder
 * would refuse may hold a token that was issued once.
 *
 * <p>For connections of one request only: what a kept one made of such a response would be the next
 * one's beginning.
 */
public final class LenientFraming extends ChannelInboundHandlerAdapter {
    /** Fits what {@link ResponseHead} leaves of any head. */
    public static final int MAX_HEADER_SIZE = 32 * 1024;

    private static final String CODEC = "codec";
    private static final int LONGEST_HEAD = 128 * 1024;
    private static final byte[] BEGINNING = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    private enum Stage {
        HEAD,
        /** Said to be chunked, which the first line of the body proves. */
        FIRST_CHUNK,
        CHUNKS,
        LENGTH,
        TO_THE_END,
        OVER
    }

    private final ByteBuf held = Unpooled.buffer();
    private final ChunkReader chunks = new ChunkReader();
    private Stage stage = Stage.HEAD;
    private ResponseHead head = ResponseHead.NONE;
    private long left;
    private int searched;

    private LenientFraming() {}

    /** Reads what comes on a connection, before its first request is sent. */
    public static void of(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(CODEC) != null && pipeline.get(LenientFraming.class) == null) {
            pipeline.addBefore(CODEC, null, new LenientFraming());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        try {
            held.writeBytes(bytes);
        } finally {
            bytes.release();
        }
        read(context);
    }

    /** What is held is what there is. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (stage == Stage.FIRST_CHUNK) {
            begin(context, head.framingWithoutChunks());
        }
        if (stage != Stage.OVER && stage != Stage.CHUNKS) {
            pass(context, held.readableBytes());
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.release();
    }

    private void read(ChannelHandlerContext context) {
        while (stage == Stage.HEAD && readHead(context)) {
            held.discardReadBytes(); // an interim response
        }
        if (stage == Stage.FIRST_CHUNK) {
            readFirstChunk(context);
        }
        if (stage == Stage.CHUNKS) {
            readChunks(context);
        } else if (stage == Stage.LENGTH) {
            readLength(context);
        } else if (stage == Stage.TO_THE_END) {
            pass(context, held.readableBytes());
        }
        held.discardReadBytes();
        if (stage == Stage.OVER) {
            held.clear();
        }
    }

    /** Whether there may be another head. */
    private boolean readHead(ChannelHandlerContext context) {
        skipEmptyLines();
        int length = ResponseHead.length(held, searched);
        searched = length < 0 ? held.readableBytes() : 0;
        if (!mayBeHttp() || (length < 0 && held.readableBytes() > LONGEST_HEAD)) {
            stage = Stage.TO_THE_END; // the decoder says what is wrong
            return false;
        }
        if (length < 0) {
            return false;
        }
        String text = held.toString(held.readerIndex(), length, StandardCharsets.ISO_8859_1);
        head = ResponseHead.read(text);
        if (head.isUnreadable()) {
            stage = Stage.TO_THE_END;
            return false;
        }
        held.skipBytes(length);
        if (head.isInterim()) {
            return true;
        }
        if (head.isChunked()) {
            stage = Stage.FIRST_CHUNK;
        } else {
            begin(context, head.framingWithoutChunks());
        }
        return false;
    }

    private void skipEmptyLines() {
        while (held.isReadable()
                && (held.getByte(held.readerIndex()) == '\r'
                        || held.getByte(held.readerIndex()) == '\n')) {
            held.skipBytes(1);
        }
    }

    private boolean mayBeHttp() {
        int length = Math.min(BEGINNING.length, held.readableBytes());
        for (int i = 0; i < length; i++) {
            if (held.getByte(held.readerIndex() + i) != BEGINNING[i]) {
                return false;
            }
        }
        return true;
    }

    private void readFirstChunk(ChannelHandlerContext context) {
        ChunkReader.Guess guess = ChunkReader.guess(held);
        if (guess == ChunkReader.Guess.CHUNKS) {
            send(context, head.text(ResponseHead.CHUNKED));
            stage = Stage.CHUNKS;
        } else if (guess == ChunkReader.Guess.NONE) {
            begin(context, head.framingWithoutChunks());
        }
    }

    private void begin(ChannelHandlerContext context, long length) {
        send(context, head.text(length));
        left = length;
        stage = length < 0 ? Stage.TO_THE_END : Stage.LENGTH;
    }

    private void readChunks(ChannelHandlerContext context) {
        for (ByteBuf part = chunks.next(held); part != null; part = chunks.next(held)) {
            send(context, Integer.toHexString(part.readableBytes()) + "\r\n");
            context.fireChannelRead(part);
            send(context, "\r\n");
        }
        if (chunks.isOver()) {
            send(context, "0\r\n\r\n");
            stage = Stage.OVER;
        } else if (chunks.isBroken()) {
            stage = Stage.OVER;
            context.close();
        }
    }

    private void readLength(ChannelHandlerContext context) {
        int part = (int) Math.min(left, held.readableBytes());
        pass(context, part);
        left -= part;
        if (left == 0) {
            stage = Stage.OVER;
        }
    }

    private void pass(ChannelHandlerContext context, int length) {
        if (length > 0) {
            context.fireChannelRead(held.readBytes(length));
        }
    }

    private static void send(ChannelHandlerContext context, String text) {
        context.fireChannelRead(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }
}
