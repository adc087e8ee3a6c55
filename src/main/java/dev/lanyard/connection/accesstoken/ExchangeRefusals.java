package dev.lanyard.connection.accesstoken;

import dev.lanyard.problem.ProblemDocument;
import dev.lanyard.tenant.access.CallerInBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Writes the refusals of a token exchange as OAuth libraries read them (RFC 6749 §5.2, RFC 8693
 * §2.2.2): the problem's code stands at the beginning of {@code error_description}. Whatever the
 * problem's status, what is the request's or the credential's fault is 400 there; what passes by
 * itself keeps its status and {@code Retry-After}.
 */
final class ExchangeRefusals {
    /** After {@code AuditResponses}, which reads the problem document: the lower comes later. */
    private static final int LATE = 1000;

    private static final int BAD_REQUEST = 400;

    private static final Map<String, String> ERRORS =
            Map.of(
                    "forbidden", "unauthorized_client",
                    "not_found", "invalid_target",
                    "conflict", "invalid_target",
                    "connection_disabled", "invalid_target",
                    "profile_disabled", "invalid_target",
                    "awaiting_confirmation", "invalid_target",
                    "reconnect_required", "invalid_target",
                    "credentials_rejected", "invalid_target",
                    "internal", "server_error");

    private static final Set<Integer> OF_AUTHENTICATION_OR_STATE = Set.of(401, 403, 404, 409);
    private static final Set<Integer> PASSING = Set.of(429, 503);

    /** Turns the problem document of a failed exchange. */
    @ServerResponseFilter(priority = LATE)
    public void write(ContainerRequestContext request, ContainerResponseContext response) {
        if (isExchange(request)
                && response.getEntity() instanceof String document
                && isProblem(response)) {
            JsonObject problem = new JsonObject(document);
            int status = response.getStatus();
            response.setStatus(OF_AUTHENTICATION_OR_STATE.contains(status) ? BAD_REQUEST : status);
            response.setEntity(refusal(status, problem));
            response.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
            response.getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
        }
    }

    private static boolean isExchange(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return request.getMethod().equals("POST")
                && (path.startsWith("/") ? path : "/" + path).equals(CallerInBody.PATH);
    }

    private static boolean isProblem(ContainerResponseContext response) {
        return response.getMediaType() != null
                && ProblemDocument.MEDIA_TYPE.equals(response.getMediaType().toString());
    }

    private static String refusal(int status, JsonObject problem) {
        String code = problem.getString("code");
        return new JsonObject()
                .put("error", error(status, code, problem))
                .put("error_description", code + ": " + ascii(detail(problem)))
                .encode();
    }

    /** All that is wrong with the parameters, or what else there is. */
    private static String detail(JsonObject problem) {
        JsonArray errors = problem.getJsonArray("errors", new JsonArray());
        return errors.isEmpty()
                ? problem.getString("detail")
                : errors.stream()
                        .map(JsonObject.class::cast)
                        .map(error -> error.getString("field") + " " + error.getString("message"))
                        .collect(Collectors.joining("; "));
    }

    private static String error(int status, String code, JsonObject problem) {
        if (PASSING.contains(status)) {
            return "temporarily_unavailable";
        }
        return problem.encode().contains(TokenExchangeRequest.OTHER_GRANT)
                ? "unsupported_grant_type"
                : ERRORS.getOrDefault(code, "invalid_request");
    }

    /** What the grammar of {@code error_description} has (RFC 6749 §5.2). */
    private static String ascii(String text) {
        return text.replace('"', '\'').replace('\\', '/').replaceAll("[^ -~]", "?");
    }
}
