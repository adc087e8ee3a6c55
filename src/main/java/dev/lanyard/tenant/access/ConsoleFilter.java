package dev.lanyard.tenant.access;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends whoever has no session to the console's sign-in page, and refuses what another site's page
 * sends.
 */
class ConsoleFilter {
    private static final String ROOT = "/console";
    static final String SIGN_IN = ROOT + "/sign-in";
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final ConsoleSessions sessions;

    ConsoleFilter(ConsoleSessions sessions) {
        this.sessions = sessions;
    }

    /** Before a resource is looked for: nobody learns which pages there are. */
    @ServerRequestFilter(preMatching = true)
    public @Nullable Uni<Response> admit(ResteasyReactiveContainerRequestContext request) {
        if (!IncomingRequests.isBelow(ROOT, request)) {
            return null;
        }
        HttpServerRequest http = IncomingRequests.vertx(request);
        if (!READING.contains(http.method().name())) {
            requireOwnPage(http);
        }
        return IncomingRequests.isBelow(SIGN_IN, request)
                ? null
                : sessions.resume(http).map(known -> known ? null : toSignIn(http));
    }

    /** Beside the token of each form, and for the form that has none yet (OWASP's CSRF sheet). */
    private static void requireOwnPage(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            throw ProblemException.of(
                    ProblemCode.FORBIDDEN, "The console takes forms of its own pages only.");
        }
    }

    private static Response toSignIn(HttpServerRequest request) {
        boolean comesBack = READING.contains(request.method().name());
        String to = comesBack && !request.uri().equals(ROOT) ? request.uri() : "";
        return Response.status(303)
                .location(
                        URI.create(
                                to.isEmpty()
                                        ? SIGN_IN
                                        : SIGN_IN
                                                + "?to="
                                                + URLEncoder.encode(to, StandardCharsets.UTF_8)))
                .build();
    }
}
