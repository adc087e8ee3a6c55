package dev.lanyard.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A failure that a caller is told, as RFC 9457 has it. It holds no secret and no stack trace. */
public final class ProblemException extends RuntimeException {
    private final ProblemCode code;
    private final List<FieldError> errors;
    private final Optional<Duration> retryAfter;

    /**
     * A mistake in one field.
     *
     * @param field its path in the body, or the query parameter: {@code end_user.id}
     * @param message what is wrong and what would be right
     */
    public record FieldError(String field, String message) {}

    private ProblemException(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = errors;
        this.retryAfter = retryAfter;
    }

    /**
     * A problem of this kind.
     *
     * @param detail what happened, to what, and what to do next; without secrets
     */
    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), Optional.empty());
    }

    /**
     * A problem that goes away by itself; {@code retryAfter} is rounded up to whole seconds, at
     * least one.
     */
    public static ProblemException of(ProblemCode code, String detail, Duration retryAfter) {
        return new ProblemException(code, detail, List.of(), Optional.of(retryAfter));
    }

    /** {@code validation_failed} on one field. */
    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** {@code validation_failed}, naming every field, but not more than are read. */
    public static ProblemException invalid(List<FieldError> errors) {
        FieldError first = errors.get(0);
        return new ProblemException(
                ProblemCode.VALIDATION_FAILED,
                first.field() + " " + first.message(),
                errors.subList(0, Math.min(errors.size(), FieldErrors.MOST)),
                Optional.empty());
    }

    /** {@code not_found}: the same for what does not exist and for what is another tenant's. */
    public static ProblemException notFound() {
        return of(ProblemCode.NOT_FOUND, "There is nothing here. Check the address and the id.");
    }

    /** What kind of problem it is. */
    public ProblemCode code() {
        return code;
    }

    /** For people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** What is wrong with which field; empty unless the request was not valid. */
    public List<FieldError> errors() {
        return errors;
    }

    /** When to try again, if trying again helps. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
