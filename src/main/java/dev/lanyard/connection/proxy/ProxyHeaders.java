package dev.lanyard.connection.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which header fields are passed on: all but those of one connection (RFC 9110 §7.6.1), those that
 * tell of Lanyard's own callers and of the way to it, and those by which a response would speak for
 * Lanyard's host.
 */
final class ProxyHeaders {
    /** Names the connection on a response that is the provider's own. */
    static final CharSequence CONNECTION_ID = HttpHeaders.createOptimized("lanyard-connection");

    private static final String OURS = "lanyard-";
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authentication-info",
                    "proxy-authorization",
                    "te",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings");

    /** What {@code Connection} mostly says; it names no field that would be passed on. */
    private static final Set<String> PLAIN = Set.of("keep-alive", "Keep-Alive", "close");

    private static final Set<String> OF_THE_CALLER =
            Set.of(
                    "host",
                    "authorization",
                    "cookie",
                    "cookie2",
                    "trailer", // trailers of requests are not passed on
                    "forwarded",
                    "via",
                    "x-real-ip",
                    "x-scheme",
                    "x-client-ip",
                    "x-cluster-client-ip",
                    "true-client-ip",
                    "cf-connecting-ip");
    private static final Set<String> OF_OUR_HOST =
            Set.of(
                    "set-cookie",
                    "set-cookie2",
                    "strict-transport-security",
                    "public-key-pins",
                    "alt-svc",
                    "clear-site-data",
                    "content-security-policy",
                    "x-content-type-options",
                    "referrer-policy",
                    "x-request-id");

    private ProxyHeaders() {}

    /** Adds the fields of a client's request to the one that goes to the provider. */
    static void passRequest(MultiMap from, MultiMap to) {
        pass(from, to, ProxyHeaders::isOfTheCaller);
    }

    /** Adds the fields of a provider's response; what it says of storing replaces our own. */
    static void passResponse(MultiMap from, MultiMap to) {
        if (from.contains(HttpHeaders.CACHE_CONTROL)) {
            to.remove(HttpHeaders.CACHE_CONTROL);
        }
        pass(from, to, ProxyHeaders::isOfOurHost);
    }

    /** Adds the fields after a response's body. */
    static void passTrailers(MultiMap from, MultiMap to) {
        pass(from, to, name -> isOfOurHost(name) || name.equals("content-length"));
    }

    private static void pass(MultiMap from, MultiMap to, Predicate<String> dropped) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!OF_ONE_CONNECTION.contains(name)
                    && !named.contains(name)
                    && !name.startsWith(OURS)
                    && !dropped.test(name)) {
                to.add(field.getKey(), field.getValue());
            }
        }
    }

    /** Whoever names the body's length there would have it misread. */
    private static Set<String> namedByConnection(MultiMap fields) {
        if (!fields.contains(HttpHeaders.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : fields.getAll(HttpHeaders.CONNECTION)) {
            if (!PLAIN.contains(value)) {
                addNames(value, names);
            }
        }
        names.remove("content-length");
        return names;
    }

    private static void addNames(String value, Set<String> names) {
        for (String name : value.split(",")) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
    }

    private static boolean isOfTheCaller(String name) {
        return OF_THE_CALLER.contains(name)
                || name.startsWith("x-forwarded-")
                || name.startsWith("x-original-");
    }

    private static boolean isOfOurHost(String name) {
        return OF_OUR_HOST.contains(name);
    }
}
