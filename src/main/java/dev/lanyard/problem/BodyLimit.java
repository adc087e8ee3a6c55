package dev.lanyard.problem;

import dev.lanyard.http.FilterOrder;
import dev.lanyard.http.RequestBodies;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The 256 KiB that a body may have, but for one that is read as it comes. A length announced is
 * refused before anything is read; a length not announced, by {@code JsonBody} once that much has
 * come.
 */
@ApplicationScoped
class BodyLimit {
    private final RouterFailures failures;

    BodyLimit(RouterFailures failures) {
        this.failures = failures;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.BODY_LIMIT);
    }

    private void check(RoutingContext request) {
        if (RequestBodies.isStreamed(request.request())) {
            // the framework's own limit goes by this field, and has no exceptions
            request.request().headers().remove(HttpHeaders.CONTENT_LENGTH);
            request.next();
        } else if (announced(request.request()) > RequestBodies.MAX_BYTES) {
            RequestBodies.closeAfterwards(request.request());
            failures.respond(request, FrameworkFailures.tooLarge());
        } else {
            request.next();
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
