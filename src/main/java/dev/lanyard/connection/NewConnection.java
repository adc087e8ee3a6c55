package dev.lanyard.connection;

import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.ProblemException.FieldError;
import dev.lanyard.token.GrantType;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        List<FieldError> errors = new ArrayList<>();
        text(errors, "connector_profile_id", connectorProfileId, 100, true);
        if (!GrantType.CLIENT_CREDENTIALS.text().equals(grant)) {
            errors.add(
                    new FieldError(
                            "grant",
                            "must be client_credentials; for a user's own create a connect"
                                    + " session"));
        }
        if (endUser != null) {
            text(errors, "end_user.id", endUser.id(), 255, true);
            text(errors, "end_user.name", endUser.name(), 255, false);
            text(errors, "end_user.email", endUser.email(), 320, false);
        }
        String notes = json().encode();
        if (notes.getBytes(StandardCharsets.UTF_8).length > MOST_METADATA) {
            errors.add(new FieldError("metadata", "must not be longer than 16 KiB as JSON"));
        } else if (notes.contains("\\u0000")) {
            errors.add(new FieldError("metadata", "must not contain the character U+0000"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static void text(
            List<FieldError> errors,
            String field,
            @Nullable String value,
            int most,
            boolean needed) {
        if (value == null || value.isBlank()) {
            if (needed) {
                errors.add(new FieldError(field, "must not be empty"));
            }
            return;
        }
        if (value.length() > most) {
            errors.add(new FieldError(field, "must be at most " + most + " characters long"));
        }
        if (value.codePoints().anyMatch(NewConnection::isControl)) {
            errors.add(new FieldError(field, "must not contain control characters"));
        }
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    JsonObject json() {
        return metadata == null ? new JsonObject() : new JsonObject(metadata);
    }
}
