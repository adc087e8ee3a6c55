package dev.lanyard.connection.revocation;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What waits to be revoked: claimed by one replica, put off with growing pauses, ended. */
@ApplicationScoped
class RevocationRows {
    /**
     * {@code next_at} is the lease too, from half a minute to an hour: longer than two calls. A few
     * of each profile at once, so that one whose provider hangs does not hold up the others.
     */
    private static final String CLAIM =
            """
            WITH found AS (
                SELECT tenant_id, id, profile_id, next_at FROM revocation
                WHERE next_at <= now() ORDER BY next_at LIMIT 1000
            ), wanted AS (
                SELECT tenant_id, id FROM (
                    SELECT *, row_number() OVER (PARTITION BY profile_id ORDER BY next_at) AS nth
                    FROM found) AS numbered
                WHERE nth <= 3 ORDER BY next_at LIMIT 20
            ), locked AS (
                SELECT r.tenant_id, r.id FROM wanted JOIN revocation r USING (tenant_id, id)
                WHERE r.next_at <= now() FOR UPDATE OF r SKIP LOCKED
            )
            UPDATE revocation r
            SET attempts = r.attempts + 1,
                next_at = now() + least(interval '1 hour',
                    interval '30 seconds' * power(2, least(r.attempts, 10)))
            FROM locked l
            WHERE r.tenant_id = l.tenant_id AND r.id = l.id
            RETURNING r.tenant_id, r.id, r.profile_id, r.sealed_for, r.refresh_token, r.access_token,
                r.revoked, r.created_at < now() - interval '1 day' AS over,
                EXISTS (SELECT FROM connection c
                    WHERE c.tenant_id = r.tenant_id AND c.connector_profile_id = r.profile_id
                      AND c.health <> 'reconnect_required'
                      AND (r.account_id IS NULL OR c.account_id = r.account_id
                           -- a client's own token is no account's
                           OR (c.account_id IS NULL AND c.grant_type <> 'client_credentials'))
                    ) AS shared
            """;

    private static final String REFRESH_TOKEN_REVOKED =
            "UPDATE revocation SET refresh_token = NULL, revoked = true"
                    + " WHERE tenant_id = $1 AND id = $2";
    private static final String ACCESS_TOKEN_REVOKED =
            "UPDATE revocation SET access_token = NULL, revoked = true"
                    + " WHERE tenant_id = $1 AND id = $2";

    /**
     * The provider limits the client, not one token: what else of the profile is due before waits,
     * too. In rounds, so that no statement is long, and soonest first: that is the index's order.
     */
    private static final String PUT_OFF =
            """
            WITH limited AS (
                SELECT id FROM revocation WHERE tenant_id = $1 AND id = $3 FOR UPDATE SKIP LOCKED
            ), early AS (
                SELECT id FROM revocation
                WHERE tenant_id = $1 AND profile_id = $2 AND id <> $3
                  AND next_at < now() + $4::float8 * interval '1 second'
                ORDER BY next_at LIMIT 999 FOR UPDATE SKIP LOCKED
            )
            UPDATE revocation SET next_at = now() + $4::float8 * interval '1 second'
            WHERE tenant_id = $1
              -- an array: each by its key, whatever the planner makes of their number
              AND id = ANY (ARRAY(SELECT id FROM limited UNION ALL SELECT id FROM early))
            """;

    /** As the first pause of a claim: no provider is asked every second because it said zero. */
    private static final Duration SHORTEST = Duration.ofSeconds(30);

    private static final String END =
            """
            WITH gone AS (
                DELETE FROM revocation WHERE tenant_id = $1 AND id = $2 RETURNING profile_id, told
            ), event AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'), 'connection.deleted', told ->> 'connection_id',
                       told || jsonb_build_object('revocation', $3::text)
                FROM gone WHERE told IS NOT NULL
            )
            INSERT INTO audit_log (tenant_id, actor_type, action, object_type, object_id, outcome, detail)
            SELECT $1, 'lanyard',
                CASE WHEN told IS NULL THEN 'connector_profile.grant_revoked'
                     ELSE 'connection.revoked' END,
                CASE WHEN told IS NULL THEN 'connector_profile' ELSE 'connection' END,
                coalesce(told ->> 'connection_id', profile_id),
                CASE $3 WHEN 'revoked' THEN 'succeeded' ELSE 'failed' END, $3
            FROM gone
            """;

    private final Pool pool;

    RevocationRows(Pool pool) {
        this.pool = pool;
    }

    /**
     * One that is due.
     *
     * @param revoked a token of it was, in an earlier round
     * @param over it has been tried for a day
     * @param shared another connection of the profile and account lives
     */
    record DueRevocation(
            String tenantId,
            String id,
            String profileId,
            String sealedFor,
            @Nullable Buffer refreshToken,
            @Nullable Buffer accessToken,
            boolean revoked,
            boolean over,
            boolean shared) {

        static DueRevocation of(Row row) {
            return new DueRevocation(
                    row.getString("tenant_id"),
                    row.getString("id"),
                    row.getString("profile_id"),
                    row.getString("sealed_for"),
                    row.getBuffer("refresh_token"),
                    row.getBuffer("access_token"),
                    row.getBoolean("revoked"),
                    row.getBoolean("over"),
                    row.getBoolean("shared"));
        }

        Optional<String> refreshToken(DataKey key) {
            return open(key, SealedTokens.REFRESH, refreshToken);
        }

        Optional<String> accessToken(DataKey key) {
            return open(key, SealedTokens.ACCESS, accessToken);
        }

        private Optional<String> open(DataKey key, String purpose, @Nullable Buffer sealed) {
            return Optional.ofNullable(sealed)
                    .map(token -> key.open(purpose, sealedFor, token.getBytes()));
        }

        @Override
        public String toString() {
            return "DueRevocation[" + id + "]";
        }
    }

    Uni<List<DueRevocation>> claim() {
        return pool.preparedQuery(CLAIM)
                .execute()
                .map(rows -> rows.stream().map(DueRevocation::of).toList());
    }

    Uni<Void> refreshTokenRevoked(DueRevocation due) {
        return pool.preparedQuery(REFRESH_TOKEN_REVOKED)
                .execute(Tuple.of(due.tenantId(), due.id()))
                .replaceWithVoid();
    }

    Uni<Void> accessTokenRevoked(DueRevocation due) {
        return pool.preparedQuery(ACCESS_TOKEN_REVOKED)
                .execute(Tuple.of(due.tenantId(), due.id()))
                .replaceWithVoid();
    }

    /**
     * Puts off this one and what else of its profile would come sooner, in place of the growing
     * pause.
     *
     * @param wait as the provider says; it is at least {@link #SHORTEST}
     */
    Uni<Void> putOff(DueRevocation due, Duration wait) {
        Duration bounded = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
        return pool.preparedQuery(PUT_OFF)
                .execute(
                        Tuple.of(due.tenantId(), due.profileId(), due.id(), SqlSeconds.of(bounded)))
                .replaceWithVoid();
    }

    /**
     * Erases it, and tells.
     *
     * @param revoked whether a token of it was revoked, in whichever round
     */
    Uni<Void> end(DueRevocation due, boolean revoked) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(due.tenantId(), due.id(), revoked ? "revoked" : "failed"))
                .replaceWithVoid();
    }
}
