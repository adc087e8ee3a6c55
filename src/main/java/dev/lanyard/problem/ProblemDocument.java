package dev.lanyard.problem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** A {@link ProblemException} as programs read it: RFC 9457 {@code application/problem+json}. */
public final class ProblemDocument {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDocument() {}

    /** The response, without what only the request can tell ({@code Allow}). */
    static Response response(ProblemException problem) {
        return ProblemHeaders.on(Response.status(problem.code().status()), problem)
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(json(problem))
                .build();
    }

    static String json(ProblemException problem) {
        return json(problem.code().status(), problem);
    }

    /**
     * @param status the response's, where HTTP has a narrower one than the code
     */
    public static String json(int status, ProblemException problem) {
        ProblemCode code = problem.code();
        JsonObject document =
                new JsonObject()
                        .put("type", "/docs/problems#" + code.code())
                        .put("title", code.title())
                        .put("status", status)
                        .put("detail", problem.detail())
                        .put("code", code.code());
        if (!problem.errors().isEmpty()) {
            document.put("errors", errors(problem));
        }
        return document.encode();
    }

    private static JsonArray errors(ProblemException problem) {
        JsonArray errors = new JsonArray();
        for (ProblemException.FieldError error : problem.errors()) {
            errors.add(
                    new JsonObject().put("field", error.field()).put("message", error.message()));
        }
        return errors;
    }
}
