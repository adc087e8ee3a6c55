package dev.lanyard.problem;

import dev.lanyard.http.FilterOrder;
import dev.lanyard.http.RequestBodies;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Refuses bodies that are compressed (RFC 9110 §8.4): read as they are, each line of an import
 * would be told to be no JSON.
 */
@ApplicationScoped
class ContentCodings {
    /** A charset, which some write there, is no coding. */
    private static final Pattern COMPRESSED =
            Pattern.compile("\\b(gzip|deflate|compress|br|zstd)\\b", Pattern.CASE_INSENSITIVE);

    private final RouterFailures failures;

    ContentCodings(RouterFailures failures) {
        this.failures = failures;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FilterOrder.CONTENT_CODING);
    }

    private void check(RoutingContext request) {
        String coding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || !COMPRESSED.matcher(coding).find() || isEmpty(request)) {
            request.next();
        } else {
            RequestBodies.closeAfterwards(request.request());
            failures.respond(
                    request,
                    ProblemException.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "Bodies are read as they are. Send this one without"
                                    + " Content-Encoding."));
        }
    }

    private static boolean isEmpty(RoutingContext request) {
        HttpServerRequest http = request.request();
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        return http.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                && (length == null || length.equals("0"));
    }
}
