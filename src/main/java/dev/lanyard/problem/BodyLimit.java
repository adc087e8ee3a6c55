package dev.lanyard.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The 256 KiB that a body may have. A length announced is refused before anything is read; a length
 * not announced, by {@link JsonBody} once that much has come.
 */
@ApplicationScoped
class BodyLimit {
    static final long BYTES = 256 * 1024;

    /** Before the framework's own limit, which answers without a document. */
    private static final int FIRST = 1000;

    private static final long DRAIN_MILLIS = 5_000;

    private final RouterFailures failures;

    BodyLimit(RouterFailures failures) {
        this.failures = failures;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext request) {
        if (announced(request.request()) > BYTES) {
            closeAfterwards(request.request());
            failures.answer(request, FrameworkFailures.tooLarge());
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

    /**
     * Ends the connection once the rest of the body has come, or some seconds later: closed at
     * once, the reset could overtake the answer.
     */
    static void closeAfterwards(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (request.isEnded()) {
            return;
        }
        request.response()
                .endHandler(
                        sent -> {
                            request.handler(ignored -> {});
                            request.endHandler(end -> request.connection().close());
                            request.resume();
                            Vertx.currentContext()
                                    .owner()
                                    .setTimer(DRAIN_MILLIS, late -> request.connection().close());
                        });
    }
}
