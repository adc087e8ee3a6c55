package dev.lanyard.problem;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link ProblemException} as people read it: a page with the same status. */
@ApplicationScoped
public class ProblemPage {
    private static final String MEDIA_TYPE = "text/html;charset=UTF-8";

    @CheckedTemplate(basePath = "problem")
    static final class ProblemTemplates {
        private ProblemTemplates() {}

        static native TemplateInstance page(ProblemException problem);
    }

    /** The page, with its status and header fields; nothing in it is the request's. */
    public Response response(ProblemException problem) {
        Response.ResponseBuilder response = Response.status(problem.code().status());
        headers(problem).forEach(response::header);
        return response.entity(html(problem)).build();
    }

    Map<String, String> headers(ProblemException problem) {
        Map<String, String> headers = new LinkedHashMap<>(ProblemHeaders.of(problem));
        headers.put(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        return headers;
    }

    /** Rendered where it is asked for: the template waits for nothing. */
    String html(ProblemException problem) {
        return ProblemTemplates.page(problem).render();
    }
}
