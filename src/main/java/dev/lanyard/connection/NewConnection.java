package dev.lanyard.connection;

import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.token.GrantType;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/connections}: a connection of the client's own.
 *
 * @param grant {@code client_credentials}
 * @param endUser for whom it is kept; null: for nobody
 */
record NewConnection(
        @Nullable String connectorProfileId,
        @Nullable String grant,
        @Nullable EndUser endUser,
        @Nullable Map<String, Object> metadata) {
    private static final int MOST_METADATA = 16 * 1024;

    /**
     * Fails if any field is wrong, whatever profile it is for.
     *
     * @throws ProblemException {@code validation_failed} naming every wrong field
     */
    void check() {
        FieldErrors check = new FieldErrors();
        check.text("connector_profile_id", connectorProfileId, 100);
        check.require(
                GrantType.CLIENT_CREDENTIALS.text().equals(grant),
                "grant",
                "must be client_credentials; for a user's own create a connect session");
        if (endUser != null) {
            check.text("end_user.id", endUser.id(), 255);
            check.name("end_user.name", endUser.name(), 255);
            check.name("end_user.email", endUser.email(), 320);
        }
        String notes = json().encode();
        if (notes.getBytes(StandardCharsets.UTF_8).length > MOST_METADATA) {
            check.add("metadata", "must not be longer than 16 KiB as JSON");
        } else if (notes.contains("\\u0000")) {
            check.add("metadata", "must not contain the character U+0000");
        }
        check.end();
    }

    JsonObject json() {
        return metadata == null ? new JsonObject() : new JsonObject(metadata);
    }
}
