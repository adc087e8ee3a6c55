package dev.lanyard.api;

import dev.lanyard.http.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Takes an {@code Accept} that names {@code application/problem+json} for one that names whatever a
 * call of the API has: generated clients send the type of the failures that they know, and nobody
 * who can read those cannot read the rest. The same where {@code application/json} is what a client
 * says of every call, and this one has lines instead.
 */
@ApplicationScoped
class AcceptedTypes {
    private static final String PROBLEM = "application/problem+json";
    private static final String JSON = "application/json";
    private static final List<String> OF_LINES =
            List.of("/git-credential", "/connections/import", "/export");
    private static final String ANYTHING = ", application/json;q=0.9, */*;q=0.1";

    void register(@Observes Filters filters) {
        filters.register(this::widen, FilterOrder.ACCEPTED_TYPES);
    }

    private void widen(RoutingContext call) {
        MultiMap headers = call.request().headers();
        String accept = headers.get(HttpHeaders.ACCEPT);
        String path = Objects.requireNonNullElse(call.request().path(), "");
        if (accept != null && isApi(path) && isWidened(accept.toLowerCase(Locale.ROOT), path)) {
            headers.set(HttpHeaders.ACCEPT, accept + ANYTHING);
        }
        call.next();
    }

    private static boolean isWidened(String accept, String path) {
        return accept.contains(PROBLEM)
                || (accept.contains(JSON) && OF_LINES.stream().anyMatch(path::endsWith));
    }

    private static boolean isApi(String path) {
        return path.startsWith("/v1/")
                || path.startsWith("/admin/v1/")
                || path.startsWith("/connect/") && path.endsWith("/status");
    }
}
