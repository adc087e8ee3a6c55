package dev.lanyard.connection.accesstoken;

import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a token exchange (RFC 8693 §2.1), form-encoded; each at most once, empty ones
 * as if they were not there (RFC 6749 §3.2), unknown ones ignored.
 */
final class TokenExchangeRequest {
    static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Told of another grant type, which has an error code of its own. */
    static final String OTHER_GRANT = "must be " + GRANT_TYPE;

    /** A workload token is a JWT, and OpenID Connect's; an API key is none of the kinds. */
    private static final Set<String> SUBJECT_TYPES =
            Set.of(
                    ACCESS_TOKEN,
                    "urn:ietf:params:oauth:token-type:jwt",
                    "urn:ietf:params:oauth:token-type:id_token");

    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_ID = 500;

    private final Map<String, List<String>> parameters;

    private TokenExchangeRequest(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** Reads a body; fails with {@code validation_failed}. */
    static TokenExchangeRequest parse(@Nullable String body) {
        Map<String, List<String>> parameters;
        try {
            parameters =
                    new QueryStringDecoder(
                                    body == null ? "" : body,
                                    StandardCharsets.UTF_8,
                                    false,
                                    MAX_PARAMETERS)
                            .parameters();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("body", "is not form-encoded");
        }
        parameters.forEach(TokenExchangeRequest::once);
        return new TokenExchangeRequest(parameters);
    }

    private static void once(String name, List<String> values) {
        if (values.size() > 1) {
            throw ProblemException.invalid(shown(name), "must be sent once");
        }
    }

    private static String shown(String name) {
        return name.matches("[a-z_]{1,40}") ? name : "a parameter";
    }

    /** Fails with {@code validation_failed} naming every wrong parameter. */
    void check() {
        String grant = text("grant_type");
        FieldErrors errors = new FieldErrors();
        errors.require(grant != null, "grant_type", "must not be empty");
        errors.require(grant == null || grant.equals(GRANT_TYPE), "grant_type", OTHER_GRANT);
        errors.require(text("subject_token") != null, "subject_token", "must not be empty");
        errors.require(
                SUBJECT_TYPES.contains(Objects.requireNonNullElse(text("subject_token_type"), "")),
                "subject_token_type",
                "must be urn:ietf:params:oauth:token-type:access_token, …:jwt or …:id_token");
        errors.require(
                Objects.requireNonNullElse(text("requested_token_type"), ACCESS_TOKEN)
                        .equals(ACCESS_TOKEN),
                "requested_token_type",
                "must be " + ACCESS_TOKEN);
        errors.require(text("actor_token") == null, "actor_token", "is not supported");
        errors.optional("provider", text("provider"), MAX_ID);
        errors.optional("end_user_id", text("end_user_id"), MAX_ID);
        errors.end();
    }

    /** The credential. */
    String subjectToken() {
        return Objects.requireNonNull(text("subject_token"), "checked before");
    }

    /**
     * The value; null: it was not sent, or empty.
     *
     * @param name of a parameter
     */
    @Nullable String text(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    @Override
    public String toString() {
        return "TokenExchangeRequest[…]";
    }
}
