package dev.lanyard.connection.change;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Says that something was done when this replica has heard of it, too: who was told that a
 * connection is gone, or has new tokens, gets no older ones here. Costs one round trip to the
 * database, beside the pool.
 */
final class HeardWrites {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** POSTs that change no connection, and come often. */
    private static final Set<String> OTHERS = Set.of("/v1/token", "/v1/connect-sessions");

    private static final String CALLBACK = "/callback";
    private static final int REFUSED = 400;

    private final ListeningConnection listening;

    HeardWrites(ListeningConnection listening) {
        this.listening = listening;
    }

    /** Holds the response back until then; less than a second. */
    @ServerResponseFilter
    public Uni<Void> hear(ContainerRequestContext request, ContainerResponseContext response) {
        boolean writes = writes(request.getMethod(), path(request));
        return writes && response.getStatus() < REFUSED
                ? listening.caughtUp()
                : Uni.createFrom().voidItem();
    }

    private static String path(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    /** A provider's response comes by GET, or by POST. */
    static boolean writes(String method, String path) {
        return path.endsWith(CALLBACK) || !(READING.contains(method) || OTHERS.contains(path));
    }
}
