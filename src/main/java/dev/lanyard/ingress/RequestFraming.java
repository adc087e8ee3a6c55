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
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
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
    private static final HexFormat HEX = HexFormat.of();
    private static final String UNSAFE = "\"<>\\^`{|}";
    private static final String PLAIN = "/-_.~?=&;,:@!$'()*+";

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
        if (!isPlain(request.uri())) {
            escape(request);
            repairQuery(request);
            if (BROKEN_ESCAPE.matcher(request.uri()).find() || !isAddress(request.uri())) {
                refuse(request, "address"); // the router would, by a bare status
                return;
            }
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            refuse(request, "protocol version");
        } else if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            checkCoding(request);
        }
    }

    /**
     * What an address may not hold raw, which the server refuses by a bare status, is one of the
     * path's or of the query's.
     */
    private static void escape(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean inPath = uri.startsWith("/") && (query < 0 || i < query);
            if (isUnsafe(c) || (inPath && (c == '[' || c == ']'))) {
                escaped.append('%').append(HEX.toHexDigits((byte) c)); // a byte as it came
            } else {
                escaped.append(c);
            }
        }
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
            String repaired = BROKEN_ESCAPE.matcher(uri.substring(query)).replaceAll("%25");
            request.setUri(uri.substring(0, query) + repaired);
        }
    }

    private static boolean isUnsafe(char c) {
        return Character.isISOControl(c) || Character.isSpaceChar(c) || UNSAFE.indexOf(c) >= 0;
    }

    /**
     * The path and query of almost every request: it is one, and nothing in it is to be escaped.
     */
    private static boolean isPlain(String uri) {
        if (!uri.startsWith("/") || uri.startsWith("//")) {
            return false;
        }
        for (int i = 0; i < uri.length(); i++) {
            if (!isPlain(uri.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN.indexOf(c) >= 0;
    }

    /** Whether the server will take it, which refuses every other by a bare status. */
    private static boolean isAddress(String uri) {
        try {
            new URI(uri);
            return true;
        } catch (URISyntaxException none) {
            return false;
        }
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
