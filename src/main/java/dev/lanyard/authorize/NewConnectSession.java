package dev.lanyard.authorize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/connect-sessions}, not checked yet (docs/api.md). */
record NewConnectSession(
        @Nullable String connectorProfileId,
        @Nullable NewEndUser endUser,
        @Nullable String returnUrl,
        @Nullable String connectionId,
        @Schema(implementation = Map.class) @Nullable JsonNode metadata,
        @Nullable Integer expiresIn,
        @Nullable Boolean requireConfirmation,
        @Nullable String origin) {

    /** The person who is to connect, by the tenant's own words. */
    record NewEndUser(@Nullable String id, @Nullable String name, @Nullable String email) {}
}
