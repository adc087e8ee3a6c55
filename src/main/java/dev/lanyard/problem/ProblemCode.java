package dev.lanyard.problem;

/** The stable codes of problems (docs/api.md#problems), each with its HTTP status and title. */
public enum ProblemCode {
    UNAUTHORIZED(401, "Not authenticated"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    VALIDATION_FAILED(400, "The request is not valid"),
    CONFLICT(409, "Not possible in the present state"),
    RECONNECT_REQUIRED(409, "The end user must connect again"),
    CONNECTION_DISABLED(409, "The connection is disabled"),
    PROFILE_DISABLED(409, "The connector profile is disabled"),
    AWAITING_CONFIRMATION(409, "The connection awaits confirmation"),
    CREDENTIALS_REJECTED(409, "The provider rejects the connector profile's credentials"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    PAYLOAD_TOO_LARGE(413, "The request is too large"),
    RATE_LIMITED(429, "Too many requests"),
    PROVIDER_UNAVAILABLE(503, "The provider cannot be used just now"),
    UNAVAILABLE(503, "Lanyard cannot answer just now"),
    INTERNAL(500, "Something went wrong here");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The code as it stands in JSON: {@code not_found}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
