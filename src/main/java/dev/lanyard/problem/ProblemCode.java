package dev.lanyard.problem;

/**
 * The stable codes of problems (docs/api.md#problems), each with its HTTP status, its title, and
 * what to do.
 */
public enum ProblemCode {
    UNAUTHORIZED(
            401,
            "Not authenticated",
            "Send an API key as Authorization: Bearer. If you did: it was revoked, it has expired, or it is of another Lanyard."),
    FORBIDDEN(
            403,
            "Not allowed",
            "The detail names what is missing, mostly a scope of the API key. Whoever runs this Lanyard makes keys."),
    NOT_FOUND(
            404,
            "Not found",
            "Check the address and the id. What belongs to another tenant is not found, either."),
    VALIDATION_FAILED(
            400,
            "The request is not valid",
            "The errors name each field and what is wrong with it. Correct them: the same request fails again."),
    CONFLICT(
            409,
            "Not possible in the present state",
            "The detail says what stands in the way. Remove that, then repeat the request."),
    RECONNECT_REQUIRED(
            409,
            "The end user must connect again",
            "The grant has ended. Make a connect session with this connection_id and send your user to its connect_url: the connection keeps its id."),
    CONNECTION_DISABLED(
            409,
            "The connection is disabled",
            "Somebody of your team switched it off. Switch it on in the console, or by PATCH /v1/connections/{id}."),
    PROFILE_DISABLED(
            409,
            "The connector profile is disabled",
            "Somebody of your team switched it off. Switch it on in the console, or by PATCH /v1/connector-profiles/{id}."),
    AWAITING_CONFIRMATION(
            409,
            "The connection awaits confirmation",
            "Confirm its connect session with the confirmation that your return_url got: POST /v1/connect-sessions/{id}/confirm."),
    CREDENTIALS_REJECTED(
            409,
            "The provider rejects the connector profile's credentials",
            "Store a secret that the provider accepts, in the console or by PATCH /v1/connector-profiles/{id}. Nobody has to connect again."),
    METHOD_NOT_ALLOWED(
            405, "Method not allowed", "The Allow header field names the methods of this address."),
    NOT_ACCEPTABLE(
            406,
            "Not acceptable",
            "Accept application/json, or leave the Accept header field out."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "Send the Content-Type that the API reference names, mostly application/json."),
    PAYLOAD_TOO_LARGE(
            413, "The request is too large", "Send less at once: a body may have 256 KiB."),
    RATE_LIMITED(
            429,
            "Too many requests",
            "Wait as long as the Retry-After header field says, then repeat the request."),
    PROVIDER_UNAVAILABLE(
            503,
            "The provider cannot be used just now",
            "Wait as long as the Retry-After header field says, then ask again. Lanyard keeps trying, and nobody has to connect again."),
    UNAVAILABLE(
            503,
            "Lanyard cannot answer just now",
            "Wait as long as the Retry-After header field says, then repeat the request. Nothing is lost."),
    INTERNAL(
            500,
            "Something went wrong here",
            "It is no fault of your request. Tell whoever runs this Lanyard the incident id of the detail.");

    private final int status;
    private final String title;
    private final String advice;

    ProblemCode(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** What to do about it, for the page that a problem's {@code type} leads to. */
    public String advice() {
        return advice;
    }

    /** The code as it stands in JSON: {@code not_found}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
