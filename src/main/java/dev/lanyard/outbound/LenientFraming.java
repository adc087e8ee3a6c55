package dev.lanyard.outbound;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Has Netty's decoder read what RFC 9112 forbids and providers send all the same: a length told
 * twice, line feeds only, fields that are none. What a strict one refuses may hold a token that was
 * issued once.
 *
 * <p>For connections of one request only: what a kept one made of such a response would be the next
 * one's beginning.
 */
public final class LenientFraming {
    /** Bytes of all fields together. */
    public static final int MAX_HEADER_SIZE = 128 * 1024;

    private static final String CODEC = "codec";

    private LenientFraming() {}

    /** Reads what comes on a connection, before its first request is sent. */
    public static void of(HttpConnection connection) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(CODEC) instanceof HttpClientCodec) {
            pipeline.replace(CODEC, CODEC, new HttpClientCodec(leniently(), false, false));
        }
    }

    private static HttpDecoderConfig leniently() {
        return new HttpDecoderConfig()
                .setMaxHeaderSize(MAX_HEADER_SIZE)
                .setStrictLineParsing(false)
                .setAllowDuplicateContentLengths(true)
                .setValidateHeaders(false);
    }
}
