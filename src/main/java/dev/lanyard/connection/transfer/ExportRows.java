package dev.lanyard.connection.transfer;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.vault.DataKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/** The statements of an export, and the line that a connection becomes. */
final class ExportRows {
    static final String TENANT = "SELECT 1 FROM tenant WHERE tenant_id = $1";

    /** What can be of use elsewhere: grants of users, which are not dead. */
    private static final String USEFUL =
            """
            c.grant_type = 'authorization_code' AND NOT c.awaiting_confirmation
              AND c.health <> 'reconnect_required'
              AND (t.refresh_token IS NOT NULL OR t.shadow_refresh_token IS NOT NULL)\
            """;

    static final String IDS =
            """
            SELECT c.id FROM connection c
            JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id
            WHERE c.tenant_id = $1 AND c.id > $2 AND USEFUL
            ORDER BY c.id LIMIT 200
            """
                    .replace("USEFUL", USEFUL);

    static final String LEFT_OUT =
            """
            SELECT count(*) AS left_out FROM connection c
            JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id
            WHERE c.tenant_id = $1 AND NOT (USEFUL)
            """
                    .replace("USEFUL", USEFUL);

    /**
     * From here on nobody presents them. Not while a response may still come: the token that it
     * brings would be missing elsewhere.
     */
    static final String FREEZE =
            """
            UPDATE token_set t
            SET shadow_refresh_token = t.refresh_token, refresh_token = NULL, due_at = NULL,
                retry_at = NULL, suspect = false, profile_id = c.connector_profile_id
            FROM connection c
            WHERE t.tenant_id = $1 AND t.connection_id = ANY ($2::text[]) AND t.refresh_token IS NOT NULL
              AND c.tenant_id = $1 AND c.id = t.connection_id
              AND (t.lease_until IS NULL OR t.lease_until <= now())
              AND (t.presented_at IS NULL OR t.lease_until <= now() - interval '2 minutes')
            """;

    static final String ROWS =
            """
            SELECT c.id, c.connector_profile_id, c.end_user_id, c.end_user_name, c.end_user_email,
                c.account_id, c.granted, c.metadata, t.refresh_token, t.shadow_refresh_token,
                CASE WHEN t.expires_at > now() THEN t.access_token END AS access_token, t.expires_at,
                -- of an import that was never refreshed it is not known
                CASE WHEN t.refreshed_at IS NOT NULL OR NOT EXISTS (
                    SELECT 1 FROM imported_token i WHERE i.tenant_id = c.tenant_id AND i.connection_id = c.id)
                    THEN coalesce(t.refreshed_at, t.issued_at) END AS issued_at
            FROM connection c
            JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id
            WHERE c.tenant_id = $1 AND c.id = ANY ($2::text[]) AND USEFUL
            ORDER BY c.id
            """
                    .replace("USEFUL", USEFUL);

    private ExportRows() {}

    /** Its refresh token is presented by nobody here. */
    static boolean isFrozen(Row row) {
        return row.getBuffer("shadow_refresh_token") != null;
    }

    /** A line as an import takes it. */
    static String line(DataKey key, Row row) {
        String id = row.getString("id");
        Buffer live = row.getBuffer("refresh_token");
        Buffer refreshToken = live == null ? row.getBuffer("shadow_refresh_token") : live;
        JsonObject line =
                JsonObject.of(
                        "end_user",
                        endUser(row),
                        "connector_profile_id",
                        row.getString("connector_profile_id"),
                        "refresh_token",
                        key.open(SealedTokens.REFRESH, id, refreshToken.getBytes()),
                        "metadata",
                        row.getJsonObject("metadata"));
        putAccessToken(line, key, row);
        OffsetDateTime issued = row.getOffsetDateTime("issued_at");
        if (issued != null) {
            line.put("refresh_token_issued_at", text(issued));
        }
        if (row.getString("account_id") != null) {
            line.put("account_id", row.getString("account_id"));
        }
        String[] granted = row.getArrayOfStrings("granted");
        if (granted != null) {
            line.put("permissions", new JsonArray(java.util.List.of(granted)));
        }
        return line.encode();
    }

    private static JsonObject endUser(Row row) {
        JsonObject user = JsonObject.of("id", row.getString("end_user_id"));
        if (row.getString("end_user_name") != null) {
            user.put("name", row.getString("end_user_name"));
        }
        if (row.getString("end_user_email") != null) {
            user.put("email", row.getString("end_user_email"));
        }
        return user;
    }

    private static void putAccessToken(JsonObject line, DataKey key, Row row) {
        Buffer sealed = row.getBuffer("access_token");
        if (sealed == null) {
            return;
        }
        line.put(
                "access_token",
                key.open(SealedTokens.ACCESS, row.getString("id"), sealed.getBytes()));
        OffsetDateTime end = SealedTokens.shown(row.getOffsetDateTime("expires_at"));
        if (end != null) {
            line.put("expires_at", text(end));
        }
    }

    /** RFC 3339, which wants the seconds also where they are none. */
    private static String text(OffsetDateTime time) {
        return time.toInstant().toString();
    }
}
