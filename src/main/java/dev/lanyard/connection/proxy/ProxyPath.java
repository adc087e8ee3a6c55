package dev.lanyard.connection.proxy;

import dev.lanyard.id.Ids;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a proxied request, as it was sent: nothing of it is decoded.
 *
 * @param connectionId well-formed
 * @param rest what follows {@code /proxy/}; null: there is no slash, either
 * @param query with its question mark; empty: none
 */
record ProxyPath(String connectionId, @Nullable String rest, String query) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://[^/?]*");
    private static final String PREFIX = "/v1/connections/";
    private static final String PROXY = "/proxy";

    /** The address of this request; null: it is no proxied one. */
    static @Nullable ProxyPath of(HttpServerRequest request) {
        return of(request.uri());
    }

    static @Nullable ProxyPath of(String uri) {
        String target = originForm(uri);
        if (!target.startsWith(PREFIX)) {
            return null;
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        int slash = path.indexOf('/', PREFIX.length());
        String id = slash < 0 ? "" : path.substring(PREFIX.length(), slash);
        String below = slash < 0 ? "" : path.substring(slash);
        boolean proxied = below.equals(PROXY) || below.startsWith(PROXY + "/");
        return proxied && Ids.isWellFormed(id)
                ? new ProxyPath(id, rest(below), mark < 0 ? "" : target.substring(mark))
                : null;
    }

    private static @Nullable String rest(String below) {
        return below.length() == PROXY.length() ? null : below.substring(PROXY.length() + 1);
    }

    /** A server takes the absolute form, too (RFC 9112 §3.2.2). */
    private static String originForm(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        Matcher absolute = ABSOLUTE.matcher(uri);
        return absolute.lookingAt() ? uri.substring(absolute.end()) : uri;
    }
}
