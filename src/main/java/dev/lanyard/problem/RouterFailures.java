package dev.lanyard.problem;

import dev.lanyard.http.ResponseHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

/** Failures that happen before or beside the REST layer get the same responses. */
@ApplicationScoped
public class RouterFailures {
    /** Just before the framework's last resort. */
    private static final int LATE = Integer.MAX_VALUE - 1;

    private final ProblemPage page;
    private final ResponseHeaders protection;

    RouterFailures(ProblemPage page, ResponseHeaders protection) {
        this.page = page;
        this.protection = protection;
    }

    void register(@Observes Router router) {
        router.route().order(LATE).failureHandler(this::handle);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(status, this::handle);
        }
    }

    private void handle(RoutingContext request) {
        respond(
                request,
                FrameworkFailures.byStatus(request.statusCode())
                        .orElseGet(() -> unforeseen(request)));
    }

    private static ProblemException unforeseen(RoutingContext request) {
        Throwable failure = request.failure();
        return Problems.problem(
                failure == null ? new IllegalStateException("no failure given") : failure,
                "router, " + request.request().method());
    }

    /** Ends the request with the problem that this failure is, unless it has its response. */
    public void respond(RoutingContext request, Throwable failure) {
        respond(request, Problems.problem(failure, "router, " + request.request().method()));
    }

    /** Ends the request with this problem, unless it has its response. */
    public void respond(RoutingContext request, ProblemException problem) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) { // half a response must not look like a whole one
            request.request().connection().close();
            return;
        }
        response.setStatusCode(problem.code().status());
        if (!response.headers().contains("content-security-policy")) { // no filter has seen it
            protection.put(response, path(request));
        }
        ResponseHeaders.forbidStoring(response);
        if (ResponseFormat.isBrowser(
                path(request), request.request().getHeader(HttpHeaders.ACCEPT))) {
            page.headers(problem).forEach(response::putHeader);
            response.end(page.html(problem, request.request()));
        } else {
            ProblemHeaders.of(problem).forEach(response::putHeader);
            response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
            response.end(ProblemDocument.json(problem));
        }
    }

    private static String path(RoutingContext request) {
        String path = request.normalizedPath();
        return path == null ? "/" : path;
    }
}
