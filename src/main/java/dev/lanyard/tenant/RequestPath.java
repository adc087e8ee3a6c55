package dev.lanyard.tenant;

import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Where a request goes, as the router sees it: normalised, without matrix parameters. */
final class RequestPath {
    private RequestPath() {}

    /** Whether the path is this prefix or lies below it. */
    static boolean isBelow(String prefix, ResteasyReactiveContainerRequestContext request) {
        String path =
                ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                        .getPathWithoutPrefix();
        return path.startsWith(prefix)
                && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
