package dev.lanyard.authorize.session;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization response: the query that the provider sent the browser back with (RFC 6749
 * §4.1.2, RFC 9207). A parameter that stands twice makes it none of ours (RFC 6749 §3.1).
 */
public record AuthorizationResponse(
        String provider,
        String state,
        Optional<String> code,
        Optional<String> issuer,
        Optional<SessionError> error) {

    private static final Map<String, SessionErrorCode> ERRORS =
            Map.of(
                    "access_denied", SessionErrorCode.ACCESS_DENIED,
                    "server_error", SessionErrorCode.PROVIDER_UNAVAILABLE,
                    "temporarily_unavailable", SessionErrorCode.PROVIDER_UNAVAILABLE,
                    "unauthorized_client", SessionErrorCode.CREDENTIALS_REJECTED,
                    "invalid_client", SessionErrorCode.CREDENTIALS_REJECTED);

    /** Reads the query; throws {@link UnboundCallbackException} without exactly one state. */
    public static AuthorizationResponse of(String provider, MultivaluedMap<String, String> query) {
        if (query.values().stream().anyMatch(values -> values.size() > 1)) {
            throw new UnboundCallbackException();
        }
        return new AuthorizationResponse(
                provider,
                given(query, "state").orElseThrow(UnboundCallbackException::new),
                given(query, "code"),
                given(query, "iss"),
                error(query));
    }

    private static Optional<String> given(MultivaluedMap<String, String> query, String name) {
        return Optional.ofNullable(query.getFirst(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<SessionError> error(MultivaluedMap<String, String> query) {
        Optional<String> error = given(query, "error");
        if (error.isPresent()) {
            return error.map(code -> refusal(code, given(query, "error_description")));
        }
        return given(query, "code").isPresent()
                ? Optional.empty()
                : Optional.of(
                        SessionErrorCode.MALFORMED_RESPONSE.because(
                                "The provider answered with neither a code nor an error."));
    }

    private static SessionError refusal(String error, Optional<String> description) {
        String words =
                SessionError.quote(description.map(text -> error + ": " + text).orElse(error));
        return ERRORS.getOrDefault(error, SessionErrorCode.MALFORMED_RESPONSE)
                .because("The provider answered \"" + words + "\".");
    }

    @Override
    public String toString() {
        return "AuthorizationResponse[" + provider + "]";
    }
}
