package dev.lanyard.authorize.session;

import dev.lanyard.connection.grant.EndUser;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/**
 * The tenant's wishes for a session, checked; they never change.
 *
 * @param origin whose windows may be told the outcome
 * @param reconnects the connection to bring back
 */
public record Invitation(
        String profileId,
        String provider,
        EndUser endUser,
        Optional<String> returnUrl,
        Optional<String> origin,
        Optional<String> reconnects,
        JsonObject metadata,
        boolean requireConfirmation) {

    static Invitation of(Row row) {
        return new Invitation(
                row.getString("connector_profile_id"),
                row.getString("provider"),
                new EndUser(
                        row.getString("end_user_id"),
                        row.getString("end_user_name"),
                        row.getString("end_user_email")),
                Optional.ofNullable(row.getString("return_url")),
                Optional.ofNullable(row.getString("origin")),
                Optional.ofNullable(row.getString("reconnects")),
                row.getJsonObject("metadata"),
                row.getBoolean("require_confirmation"));
    }
}
