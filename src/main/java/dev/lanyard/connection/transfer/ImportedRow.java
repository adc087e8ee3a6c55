package dev.lanyard.connection.transfer;

import dev.lanyard.connection.grant.KeepAlive;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import dev.lanyard.vault.DataKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A line as the statements of {@link ImportRows} take it: as JSON, its tokens sealed. */
final class ImportedRow {
    private ImportedRow() {}

    /**
     * A line as the statements take it, sealed.
     *
     * @param id the connection's
     */
    static JsonObject json(DataKey key, String id, ImportedGrant grant, boolean shadow) {
        ImportLine line = grant.line();
        JsonObject row =
                JsonObject.of(
                        "id", id,
                        "connector_profile_id", line.connectorProfileId(),
                        "provider", grant.provider().name(),
                        "end_user_id", grant.endUser().id(),
                        "end_user_name", grant.endUser().name(),
                        "end_user_email", grant.endUser().email(),
                        "account_id", line.accountId(),
                        "shadow", shadow);
        row.put("hash", base64(grant.hash().array()));
        row.put("refresh_token", base64(key.seal(SealedTokens.REFRESH, id, grant.refreshToken())));
        if (line.permissions() != null) {
            row.put("granted", new JsonArray(line.permissions()));
        }
        if (line.metadata() != null && line.metadata().isObject()) {
            row.put("metadata", line.metadata().toString());
        }
        row.put("half_idle", KeepAlive.seconds(grant.provider()));
        row.put("refreshed_at", text(line.refreshTokenIssuedAt()));
        putAccessToken(row, key, id, grant);
        return row;
    }

    /** One whose end is not known is of no use, unless those of this provider have none. */
    private static void putAccessToken(
            JsonObject row, DataKey key, String id, ImportedGrant grant) {
        ImportLine line = grant.line();
        Provider provider = grant.provider();
        String end =
                line.expiresAt() == null && !provider.tokenDialect().expires()
                        ? SealedTokens.NO_END_AT
                        : text(line.expiresAt());
        if (line.accessToken() != null && end != null) {
            row.put("access_token", base64(key.seal(SealedTokens.ACCESS, id, line.accessToken())));
            row.put("expires_at", end);
            row.put("lifetime", SqlSeconds.of(provider.accessTokenLifetime()));
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
