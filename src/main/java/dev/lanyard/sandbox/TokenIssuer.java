package dev.lanyard.sandbox;

import dev.lanyard.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Makes tokens, stores their hashes, and words the token response (docs/providers.md). */
@Singleton
class TokenIssuer {
    /** All that a token may contain (RFC 6750 §2.1), so that careless encoding shows. */
    private static final String JOINTS = "-._~+/";

    /** A new access token and a new refresh token of the same grant. */
    Uni<SandboxResponse> pair(SqlClient sql, TokenCall call, IssuedGrant grant) {
        String refreshToken = token(call.habits().tokenBytes());
        return addRefreshToken(sql, grant, refreshToken)
                .chain(() -> issue(sql, call, grant))
                .map(response -> response.put("refresh_token", refreshToken))
                .map(response -> toResponse(call, response));
    }

    Uni<SandboxResponse> accessTokenOnly(SqlClient sql, TokenCall call, IssuedGrant grant) {
        return issue(sql, call, grant).map(response -> toResponse(call, response));
    }

    private static SandboxResponse toResponse(TokenCall call, JsonObject response) {
        return SandboxResponse.json(200, call.fired().tokens(response));
    }

    private static Uni<JsonObject> issue(SqlClient sql, TokenCall call, IssuedGrant grant) {
        String accessToken = token(call.habits().tokenBytes());
        int seconds = call.habits().accessTokenSeconds();
        return addAccessToken(sql, grant, accessToken, seconds)
                .replaceWith(
                        () ->
                                new JsonObject()
                                        .put("scopes", String.join(" ", grant.scopes()))
                                        .put("access_token", accessToken)
                                        .put("expires_in", seconds)
                                        .put("token_type", "bearer")
                                        .put("state", call.request().grantType()));
    }

    private static Uni<Void> addRefreshToken(SqlClient sql, IssuedGrant grant, String token) {
        return sql.preparedQuery(
                        """
                        WITH g AS (UPDATE sandbox_grant SET issued = issued + 1 WHERE id = $1 RETURNING issued)
                        INSERT INTO sandbox_refresh_token (hash, grant_id, ordinal) SELECT $2, $1, issued FROM g
                        """)
                .execute(Tuple.of(grant.id(), TokenHash.of(token)))
                .replaceWithVoid();
    }

    /** Access tokens that expired a day ago go, so that a long-lived sandbox stays small. */
    private static Uni<Void> addAccessToken(
            SqlClient sql, IssuedGrant grant, String token, int seconds) {
        return sql.preparedQuery(
                        """
                        WITH old AS (DELETE FROM sandbox_access_token
                                     WHERE grant_id = $1 AND expires_at < now() - interval '1 day')
                        INSERT INTO sandbox_access_token (hash, grant_id, expires_at)
                        VALUES ($2, $1, clock_timestamp() + make_interval(secs => $3))
                        """)
                .execute(Tuple.of(grant.id(), TokenHash.of(token), (double) seconds))
                .replaceWithVoid();
    }

    private static String token(int length) {
        StringBuilder text = new StringBuilder(length + 32);
        for (int i = 0; text.length() < length; i++) {
            text.append(Ids.random()).append(JOINTS.charAt(i % JOINTS.length()));
        }
        text.setLength(length - 1);
        return text.append('=').toString();
    }
}
