package dev.lanyard.problem;

import dev.lanyard.http.ResponseHeaders;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header fields that tell about a problem, on a document or a page; {@link ResponseHeaders} has
 * those that protect.
 */
public final class ProblemHeaders {

    private ProblemHeaders() {}

    public static Map<String, String> of(ProblemException problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (problem.code() == ProblemCode.UNAUTHORIZED) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        problem.retryAfter().ifPresent(wait -> headers.put(HttpHeaders.RETRY_AFTER, seconds(wait)));
        return headers;
    }

    static Response.ResponseBuilder on(
            Response.ResponseBuilder response, ProblemException problem) {
        of(problem).forEach(response::header);
        return response;
    }

    /** Whole seconds, rounded up, at least one: coming back too early helps nobody. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }
}
