package dev.lanyard.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lanyard.http.RequestBodies;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;

/** Refusals that the framework makes by itself, before or instead of a resource. */
public final class FrameworkFailures {
    private FrameworkFailures() {}

    /** Empty for what is a fault of ours: status 5xx, or one that no code of ours stands for. */
    public static Optional<ProblemException> problem(WebApplicationException failure) {
        if (failure.getCause() instanceof ProblemException problem) {
            return Optional.of(problem);
        }
        if (failure.getCause() instanceof JsonProcessingException json) {
            return Optional.of(JsonFailures.problem(json));
        }
        if (failure instanceof NotFoundException && failure.getCause() != null) {
            // JAX-RS has a parameter that cannot be converted end as 404 (§3.2)
            return Optional.of(
                    ProblemException.invalid("query", "has a parameter of the wrong form"));
        }
        return byStatus(failure.getResponse().getStatus());
    }

    public static Optional<ProblemException> byStatus(int status) {
        return switch (status) {
            case 400 -> Optional.of(ProblemException.invalid("request", "is not well-formed"));
            case 401 ->
                    Optional.of(
                            ProblemException.of(ProblemCode.UNAUTHORIZED, "Authenticate first."));
            case 403 ->
                    Optional.of(ProblemException.of(ProblemCode.FORBIDDEN, "This is not allowed."));
            case 404 -> Optional.of(ProblemException.notFound());
            case 405 ->
                    Optional.of(
                            ProblemException.of(
                                    ProblemCode.METHOD_NOT_ALLOWED,
                                    "This address does not know that method. The Allow header"
                                            + " field lists those it knows."));
            case 406 ->
                    Optional.of(
                            ProblemException.of(
                                    ProblemCode.NOT_ACCEPTABLE,
                                    "This address has nothing of the media types in Accept."));
            case 413 -> Optional.of(tooLarge());
            case 414, 431 ->
                    Optional.of(
                            ProblemException.invalid(
                                    "request", "has a too long first line or header field"));
            case 415 ->
                    Optional.of(
                            ProblemException.of(
                                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                    "This address does not read the media type in Content-Type."
                                            + " Send application/json; to an import"
                                            + " application/x-ndjson, to /v1/token"
                                            + " application/x-www-form-urlencoded."));
            case 503 -> Optional.of(DatabaseFailures.unavailable());
            default -> Optional.empty();
        };
    }

    public static ProblemException tooLarge() {
        return ProblemException.of(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "The body is larger than " + RequestBodies.MAX_BYTES / 1024 + " KiB.");
    }
}
