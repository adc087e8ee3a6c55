package dev.lanyard.tenant.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a request what the filters need, without the detours of JAX-RS: every request pays for
 * it.
 */
final class IncomingRequests {
    private static final String SCHEME = "Bearer ";
    private static final String COUNTED = IncomingRequests.class.getName();

    private IncomingRequests() {}

    /**
     * Whether the path is this prefix or lies below it, as the router sees it: normalised, without
     * matrix parameters.
     */
    static boolean isBelow(String prefix, ResteasyReactiveContainerRequestContext request) {
        String path = of(request).getPathWithoutPrefix();
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** Whether it is the one whose credential is in its body. */
    static boolean isExchange(ResteasyReactiveContainerRequestContext request) {
        return of(request).getPathWithoutPrefix().equals(CallerInBody.PATH)
                && request.getMethod().equals("POST");
    }

    /** The bearer token of RFC 6750 §2.1; empty if there is none. */
    static String bearer(ResteasyReactiveContainerRequestContext request) {
        return bearer(of(request).serverRequest().getRequestHeader(HttpHeaders.AUTHORIZATION));
    }

    /** The scheme is not case-sensitive (RFC 9110 §11.1). */
    static String bearer(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    /** The request has been counted against its caller's quotas. */
    static void setCounted(RoutingContext request) {
        request.put(COUNTED, true);
    }

    static boolean isCounted(ResteasyReactiveContainerRequestContext request) {
        RoutingContext routed = of(request).unwrap(RoutingContext.class);
        return routed.get(COUNTED) != null;
    }

    /** The request as Vert.x has it. */
    static HttpServerRequest vertx(ResteasyReactiveContainerRequestContext request) {
        return of(request).serverRequest().unwrap(HttpServerRequest.class);
    }

    private static ResteasyReactiveRequestContext of(
            ResteasyReactiveContainerRequestContext request) {
        return (ResteasyReactiveRequestContext) request.getServerRequestContext();
    }
}
