package dev.lanyard.sandbox;

import dev.lanyard.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The grants of accounts, and how a test or a user ends or ages them. */
@Singleton
class IssuedGrants {
    private final Pool pool;

    IssuedGrants(Pool pool) {
        this.pool = pool;
    }

    Uni<IssuedGrant> create(
            SqlClient sql, String clientId, SandboxUser account, List<String> scopes) {
        IssuedGrant grant = new IssuedGrant(Ids.next("grant_"), account, scopes);
        return sql.preparedQuery(
                        "INSERT INTO sandbox_grant (id, client_id, account, permissions) VALUES"
                                + " ($1, $2, $3, $4)")
                .execute(
                        Tuple.of(
                                grant.id(),
                                clientId,
                                account.displayName(),
                                Consumers.array(scopes)))
                .replaceWith(grant);
    }

    /** From now on its refresh tokens are refused with this error; its access tokens run on. */
    Uni<Void> kill(SqlClient sql, String grantId, String error) {
        return sql.preparedQuery(
                        """
                        UPDATE sandbox_grant SET dead_since = clock_timestamp(), dead_error = $2
                        WHERE id = $1 AND dead_since IS NULL
                        """)
                .execute(Tuple.of(grantId, error))
                .replaceWithVoid();
    }

    /**
     * The user revokes: refresh and access tokens die at once.
     *
     * @param only these grants
     * @return how many died
     */
    Uni<Integer> revoke(Selection only, String error) {
        return pool.preparedQuery(
                        """
                        WITH dead AS (
                            UPDATE sandbox_grant SET dead_since = clock_timestamp(), dead_error = $4
                            WHERE client_id = $1 AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR account = $3)
                              AND dead_since IS NULL
                            RETURNING id),
                        expired AS (
                            UPDATE sandbox_access_token SET expires_at = clock_timestamp()
                            WHERE grant_id IN (SELECT id FROM dead))
                        SELECT count(*)::integer AS touched FROM dead
                        """)
                .execute(only.values().addString(error))
                .map(rows -> rows.iterator().next().getInteger("touched"));
    }

    /** The grant that a token is of, and whose it is. */
    record TokenOwner(String grantId, String account, boolean byRefreshToken) {}

    /** The grant that a token of this consumer is of, whatever became of the token. */
    Uni<Optional<TokenOwner>> ofToken(String clientId, String token) {
        return pool.preparedQuery(
                        """
                        SELECT g.id, g.account, t.refreshes
                        FROM (SELECT grant_id, true AS refreshes FROM sandbox_refresh_token WHERE hash = $2
                              UNION ALL
                              SELECT grant_id, false FROM sandbox_access_token WHERE hash = $2) AS t
                        JOIN sandbox_grant g ON g.id = t.grant_id
                        WHERE g.client_id = $1
                        """)
                .execute(Tuple.of(clientId, TokenHash.of(token)))
                .map(rows -> rows.stream().findFirst().map(IssuedGrants::owner));
    }

    private static TokenOwner owner(Row row) {
        return new TokenOwner(
                row.getString("id"), row.getString("account"), row.getBoolean("refreshes"));
    }

    /** Ends the life of one access token. */
    Uni<Integer> expire(String accessToken) {
        return pool.preparedQuery(
                        "UPDATE sandbox_access_token SET expires_at = clock_timestamp() WHERE hash ="
                                + " $1")
                .execute(Tuple.of(TokenHash.of(accessToken)))
                .map(rows -> rows.rowCount());
    }

    /** Ends the life of access tokens; refresh tokens are untouched. */
    Uni<Integer> expireAccessTokens(Selection only) {
        return pool.preparedQuery(
                        """
                        UPDATE sandbox_access_token SET expires_at = clock_timestamp()
                        WHERE expires_at > clock_timestamp() AND grant_id IN (
                            SELECT id FROM sandbox_grant
                            WHERE client_id = $1 AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR account = $3))
                        """)
                .execute(only.values())
                .map(rows -> rows.rowCount());
    }

    /** Makes refresh tokens this much older: their issue and their first use. */
    Uni<Integer> age(Selection only, int seconds) {
        return pool.preparedQuery(
                        """
                        UPDATE sandbox_refresh_token
                        SET issued_at = issued_at - make_interval(secs => $4), used_at = used_at - make_interval(secs => $4)
                        WHERE grant_id IN (
                            SELECT id FROM sandbox_grant
                            WHERE client_id = $1 AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR account = $3))
                        """)
                .execute(only.values().addDouble((double) seconds))
                .map(rows -> rows.rowCount());
    }

    /** The newest 200. */
    Uni<List<JsonObject>> list(String clientId) {
        return pool.preparedQuery(
                        "SELECT * FROM sandbox_grant WHERE client_id = $1 ORDER BY created_at DESC,"
                                + " id LIMIT 200")
                .execute(Tuple.of(clientId))
                .map(rows -> rows.stream().map(IssuedGrants::json).toList());
    }

    private static JsonObject json(Row row) {
        SandboxUser account = SandboxUser.named(row.getString("account"));
        return new JsonObject()
                .put("id", row.getString("id"))
                .put("account", account.displayName())
                .put("account_uuid", account.uuid())
                .put(
                        "scopes",
                        new JsonArray(List.of((Object[]) row.getArrayOfStrings("permissions"))))
                .put("refresh_tokens_issued", row.getInteger("issued"))
                .put(
                        "dead_since",
                        Optional.ofNullable(row.getOffsetDateTime("dead_since"))
                                .map(Object::toString)
                                .orElse(null))
                .put("created_at", row.getOffsetDateTime("created_at").toString());
    }

    /** Grants of a consumer: one, those of one account, or all. */
    record Selection(String clientId, Optional<String> grantId, Optional<String> account) {
        Tuple values() {
            return Tuple.tuple()
                    .addString(clientId)
                    .addString(grantId.orElse(null))
                    .addString(account.orElse(null));
        }
    }
}
