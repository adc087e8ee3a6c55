package dev.lanyard.problem;

import dev.lanyard.http.RequestIds;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link ProblemException} as people read it: a page with the same status. */
@ApplicationScoped
public class ProblemPage {
    private static final String MEDIA_TYPE = "text/html;charset=UTF-8";

    private static final String CONSOLE = "/console";

    private final JourneyProblemPage journey;

    ProblemPage(JourneyProblemPage journey) {
        this.journey = journey;
    }

    @CheckedTemplate(basePath = "problem")
    static final class ProblemTemplates {
        private ProblemTemplates() {}

        static native TemplateInstance page(ProblemException problem, String back);
    }

    /** The page, with its status and header fields; nothing in it is the request's. */
    Response response(ProblemException problem, HttpServerRequest request) {
        Response.ResponseBuilder response = Response.status(problem.code().status());
        headers(problem).forEach(response::header);
        return response.entity(html(problem, request)).build();
    }

    Map<String, String> headers(ProblemException problem) {
        Map<String, String> headers = new LinkedHashMap<>(ProblemHeaders.of(problem));
        headers.put(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        return headers;
    }

    /**
     * Rendered where it is asked for: the templates wait for nothing. End users meet those below
     * {@code /connect}, developers and operators the others.
     */
    String html(ProblemException problem, HttpServerRequest request) {
        return ResponseFormat.isJourney(String.valueOf(request.path()))
                ? journey.html(
                        problem,
                        request.getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                        RequestIds.of(request.response()))
                : ProblemTemplates.page(
                                problem, back(String.valueOf(request.path()), request.method()))
                        .render();
    }

    /** Where one was: the page of a form that was refused, or what lists the thing looked for. */
    static String back(String path, HttpMethod method) {
        if (!path.startsWith(CONSOLE + "/")) {
            return "/";
        }
        String above = path.substring(0, path.lastIndexOf('/'));
        return above.equals(CONSOLE) && method.equals(HttpMethod.POST) ? path : above;
    }
}
