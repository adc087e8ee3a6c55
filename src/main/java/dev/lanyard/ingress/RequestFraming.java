package dev.lanyard.ingress;

import dev.lanyard.http.HalfClosedBodies;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.regex.Pattern;

/**
 * Only HTTP/1.0 and 1.1 are spoken here; Netty takes any name and number for a version, and Vert.x
 * answers in it. Where a request ends is beyond doubt, or it is the last of its connection: whoever
 * stands before us may measure a body with {@code Transfer-Encoding} otherwise, and take for its
 * end what we take for another request (RFC 9112 §6.3, §11.2). Netty drops a {@code Content-Length}
 * beside it, so that only those without it are known to be unambiguous.
 */
final class RequestFraming extends ChannelInboundHandlerAdapter {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What a URI may not hold as it is, and browsers send all the same. */
    private static final Pattern NO_URI = Pattern.compile("[\"<>\\\\^`{|}]");

    private static final String PAGES = "/connect/";

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext connection, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            check(request);
            HalfClosedBodies.prepare(connection, request.uri());
        }
        connection.fireChannelRead(message);
    }

    private void check(HttpRequest request) {
        escapeControls(request);
        repairQuery(request);
        if (BROKEN_ESCAPE.matcher(request.uri()).find()) {
            refuse(request, "escape"); // the router would, by a bare status
            return;
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            refuse(request, "protocol version");
        } else if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            checkCoding(request);
        }
    }

    /** A raw control character, which the router refuses by a bare status, is one of the path's. */
    private static void escapeControls(HttpRequest request) {
        String uri = request.uri();
        if (uri.chars().noneMatch(Character::isISOControl)) {
            return;
        }
        StringBuilder escaped = new StringBuilder();
        uri.chars()
                .forEach(
                        c ->
                                escaped.append(
                                        Character.isISOControl(c)
                                                ? "%%%02x".formatted(c)
                                                : String.valueOf((char) c)));
        request.setUri(escaped.toString());
    }

    /**
     * A query of a page for people: a provider that did not encode its error's words is no reason
     * to show nothing.
     */
    private static void repairQuery(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        if (query > 0 && uri.startsWith(PAGES)) {
            String text = BROKEN_ESCAPE.matcher(uri.substring(query)).replaceAll("%25");
            String escaped = NO_URI.matcher(text).replaceAll(found -> escape(found.group()));
            request.setUri(uri.substring(0, query) + escaped);
        }
    }

    private static String escape(String one) {
        return "%%%02X".formatted((int) one.charAt(0));
    }

    private void refuse(HttpRequest request, String why) {
        refused = true;
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(why)));
    }

    private void checkCoding(HttpRequest request) {
        HttpHeaders headers = request.headers();
        var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            refuse(request, "transfer coding");
        }
    }
}
