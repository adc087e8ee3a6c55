package dev.lanyard.authorize.session;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/**
 * One redirect to the provider (RFC 6749 §4.1.1), as the database had it.
 *
 * @param browserHash of the secret in the cookie of the browser that began
 * @param confirmationHash of what that browser gets, should the tenant have to confirm
 * @param codeVerifier sealed; empty: the provider knows no PKCE
 * @param redirectUri as sent; empty: not sent
 * @param alive it may still be answered
 * @param redeemed its response came
 * @param ended nothing more becomes of it
 * @param error how it ended; empty: as its session did
 * @param account who came back, for people
 * @param popup the window was opened by {@code lanyard.js}, and closes at the end
 */
public record AuthorizationRequest(
        String tenantId,
        String id,
        String sessionId,
        String provider,
        Buffer browserHash,
        Buffer confirmationHash,
        Optional<Buffer> codeVerifier,
        Optional<String> redirectUri,
        boolean alive,
        boolean redeemed,
        boolean ended,
        Optional<SessionError> error,
        Optional<String> account,
        boolean popup) {

    public static AuthorizationRequest of(Row row) {
        return of(row, "");
    }

    /** One whose session is in the same row, under the same names but for these. */
    static AuthorizationRequest beside(Row row) {
        return of(row, "asked_");
    }

    private static AuthorizationRequest of(Row row, String own) {
        return new AuthorizationRequest(
                row.getString("tenant_id"),
                row.getString(own + "id"),
                row.getString("session_id"),
                row.getString(own + "provider"),
                row.get(Buffer.class, "browser_hash"),
                row.get(Buffer.class, own + "confirmation_hash"),
                Optional.ofNullable(row.get(Buffer.class, "code_verifier")),
                Optional.ofNullable(row.getString("redirect_uri")),
                row.getBoolean("alive"),
                row.getBoolean("redeemed"),
                row.getBoolean("ended"),
                SessionError.of(row, own),
                Optional.ofNullable(row.getString("account")),
                row.getBoolean("popup"));
    }
}
