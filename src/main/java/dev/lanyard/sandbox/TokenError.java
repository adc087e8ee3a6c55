package dev.lanyard.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The token endpoint's errors, word for word as docs/providers.md ("Errors") has them. */
final class TokenError extends RuntimeException {
    private static final Map<String, String> DEAD_TOKEN =
            new TreeMap<>(
                    Map.of(
                            "unauthorized_client", "Invalid OAuth client credentials",
                            "invalid_grant", "The specified refresh token is not valid.",
                            "invalid_request", "Invalid refresh_token"));
    static final Set<String> DEAD_TOKEN_ERRORS = DEAD_TOKEN.keySet();

    private final int status;
    private final String error;

    private TokenError(int status, String error, String description) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
    }

    static TokenError invalidCredentials(int status) {
        return new TokenError(status, "unauthorized_client", "Invalid OAuth client credentials");
    }

    static TokenError notAuthenticated() {
        return new TokenError(
                400,
                "unauthorized_client",
                "Requests must be authenticated using OAuth client credentials");
    }

    static TokenError invalidCode() {
        return new TokenError(400, "invalid_grant", "The specified code is not valid.");
    }

    /** A refresh token that is unknown, used up, idle for too long, or of a dead grant. */
    static TokenError deadToken(String error, ProviderBehaviour behaviour) {
        return error.equals("unauthorized_client")
                ? invalidCredentials(behaviour.unauthorizedStatus())
                : new TokenError(400, error, String.valueOf(DEAD_TOKEN.get(error)));
    }

    static TokenError noCallback() {
        return new TokenError(
                400, "invalid_request", "No callback uri defined for the OAuth client.");
    }

    static TokenError publicConsumer() {
        return new TokenError(
                400,
                "invalid_grant",
                "Cannot use client_credentials with a consumer marked as \"public\". Calls for auto"
                        + " generated consumers should use urn:bitbucket:oauth2:jwt instead.");
    }

    static TokenError unsupportedGrant() {
        return new TokenError(
                400, "unsupported_grant_type", "The specified grant_type is not supported.");
    }

    static TokenError invalidRequest(String description) {
        return new TokenError(400, "invalid_request", description);
    }

    String error() {
        return error;
    }

    SandboxResponse response() {
        return SandboxResponse.json(
                status, JsonObject.of("error", error, "error_description", getMessage()));
    }
}
