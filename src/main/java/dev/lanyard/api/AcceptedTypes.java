package dev.lanyard.api;

import dev.lanyard.http.FilterOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes an {@code Accept} that names {@code application/problem+json} for one that names whatever a
 * call of the API has: generated clients send the type of the failures that they know, and nobody
 * who can read those cannot read the rest.
 */
@ApplicationScoped
class AcceptedTypes {
    private static final String PROBLEM = "application/problem+json";
    private static final String ANYTHING = ", application/json;q=0.9, */*;q=0.1";

    void register(@Observes Filters filters) {
        filters.register(this::widen, FilterOrder.ACCEPTED_TYPES);
    }

    private void widen(RoutingContext call) {
        MultiMap headers = call.request().headers();
        String accept = headers.get(HttpHeaders.ACCEPT);
        if (accept != null
                && accept.toLowerCase(Locale.ROOT).contains(PROBLEM)
                && isApi(call.request().path())) {
            headers.set(HttpHeaders.ACCEPT, accept + ANYTHING);
        }
        call.next();
    }

    private static boolean isApi(@Nullable String path) {
        return path != null
                && (path.startsWith("/v1/")
                        || path.startsWith("/admin/v1/")
                        || path.startsWith("/connect/") && path.endsWith("/status"));
    }
}
