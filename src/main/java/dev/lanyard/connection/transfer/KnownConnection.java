package dev.lanyard.connection.transfer;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.DecryptionFailedException;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a line may be about, as it is at this line of the batch.
 *
 * @param token the fingerprint's token, sealed; null: there is none, or it is another line's
 * @param named a line of this upload is about it already
 */
record KnownConnection(
        String id,
        ImportedGrant.Owner owner,
        @Nullable String accountId,
        boolean dead,
        boolean shadow,
        boolean named,
        byte @Nullable [] token) {

    static KnownConnection of(Row row, String uploadId) {
        boolean shadow = row.getBuffer("shadow_refresh_token") != null;
        Buffer token = row.getBuffer(shadow ? "shadow_refresh_token" : "refresh_token");
        return new KnownConnection(
                row.getString("id"),
                new ImportedGrant.Owner(
                        row.getString("connector_profile_id"), row.getString("end_user_id")),
                row.getString("account_id"),
                row.getBoolean("dead"),
                shadow,
                uploadId.equals(row.getString("import_id")),
                token == null ? null : token.getBytes());
    }

    /** A new one, of this upload. */
    static KnownConnection created(String id, ImportedGrant grant) {
        return new KnownConnection(
                id,
                grant.owner(),
                grant.line().accountId(),
                false,
                grant.line().shadow(),
                true,
                null);
    }

    /** The same after a line brought other tokens. */
    KnownConnection replaced(ImportedGrant grant) {
        String account = accountId == null ? grant.line().accountId() : accountId;
        return new KnownConnection(
                id, owner, account, false, shadow || grant.line().shadow(), true, null);
    }

    KnownConnection nowNamed() {
        return new KnownConnection(id, owner, accountId, dead, shadow, true, token);
    }

    /** Its present refresh token is this one, whoever brought it. */
    boolean holds(String refreshToken, DataKey key) {
        if (token == null) {
            return false;
        }
        try {
            return refreshToken.equals(key.open(SealedTokens.REFRESH, id, token));
        } catch (DecryptionFailedException unreadable) {
            return false; // that is told when it is to be used
        }
    }

    @Override
    public String toString() {
        return "KnownConnection[" + id + "]";
    }
}
