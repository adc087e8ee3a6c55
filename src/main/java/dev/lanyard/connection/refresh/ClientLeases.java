package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.LeaseLength;
import dev.lanyard.database.SqlSeconds;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who may ask for a client's own token, and where it goes: the lease, fence and version of the
 * refresh protocol, without its mark. A request whose response is lost has spent nothing, so that
 * nothing is ever outstanding, and no user could help, so that nothing is ever dead.
 */
@ApplicationScoped
class ClientLeases {
    private static final String TAKE =
            """
            WITH before AS (
                SELECT lease_until FROM token_set
                WHERE tenant_id = $1 AND connection_id = $2 FOR UPDATE
            )
            UPDATE token_set t
            SET lease_until = now() + LEASE,
                fence = t.fence + 1,
                due_at = now() + LEASE
            FROM before, connection c
            JOIN connector_profile f
                ON f.tenant_id = c.tenant_id AND f.id = c.connector_profile_id
            LEFT JOIN profile_pace p
                ON p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
            WHERE t.tenant_id = $1 AND t.connection_id = $2
              AND t.version = $3 -- the one that was looked at
              AND c.tenant_id = $1 AND c.id = $2 AND c.grant_type = 'client_credentials'
              AND (t.lease_until IS NULL OR t.lease_until <= now())
              AND (t.retry_at IS NULL OR t.retry_at <= now())
              AND (f.credentials_status <> 'rejected'
                  -- rule 19: nothing was said of the client, so that its own token may prove it
                  OR (f.credentials_suspected AND $4 AND t.expires_at <= now()))
              AND (p.paused_until IS NULL OR p.paused_until <= now())
              -- in a cool-down only what has expired and is asked for ($4)
              AND (p.cool_down_until IS NULL OR p.cool_down_until <= now()
                  OR ($4 AND t.expires_at <= now()))
            RETURNING t.fence, t.attempts, false AS has_spare, false AS with_proof,
                NULL::timestamptz AS found_mark, before.lease_until AS found_lease,
                0::float8 AS grace_left, 0::float8 AS idle
            """
                    .replace("LEASE", LeaseLength.SQL);
    private static final String STORE =
            """
            WITH stored AS (
                UPDATE token_set
                SET version = version + 1, parent_version = version,
                    access_token = $4, -- $4 access_token, sealed
                    token_type = $5, -- $5 token_type
                    scopes = coalesce($6, scopes), -- $6 scopes
                    issued_at = now() - $7::float8 * interval '1 second', -- $7 response's age
                    expires_at = now() + ($8::float8 - $7::float8) * interval '1 second', -- $8 lifetime
                    refreshed_at = now(), lease_until = NULL, attempts = 0, retry_at = NULL,
                    due_at = NULL, -- nothing dies of idleness; use makes it due
                    history = with_entry(history, $9) -- $9 entry of the history
                WHERE tenant_id = $1 AND connection_id = $2 -- $1 tenant, $2 connection
                  AND version = $3 -- $3 version presented
                RETURNING connection_id
            ), before AS (
                SELECT c.* FROM connection c, stored
                WHERE c.tenant_id = $1 AND c.id = $2 FOR UPDATE OF c
            ), changed AS (
                UPDATE connection c
                SET health = 'active', reason_code = NULL, reason_detail = NULL, reason_since = NULL,
                    granted = coalesce($6, c.granted), updated_at = now()
                FROM before b
                WHERE c.tenant_id = $1 AND c.id = $2
                  AND (b.health <> 'active' OR b.granted IS DISTINCT FROM coalesce($6, b.granted))
                RETURNING b.health AS former, b.reason_code AS former_reason
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'), 'connection.recovered', $2,
                       jsonb_build_object('connection_id', $2, 'former_reason', former_reason)
                FROM changed WHERE former <> 'active'
            ), proved AS (
                INSERT INTO profile_pace AS p (tenant_id, profile_id, proved_at)
                SELECT $1, connector_profile_id, now() - $7::float8 * interval '1 second' FROM before
                ON CONFLICT (tenant_id, profile_id) DO UPDATE SET proved_at = excluded.proved_at
                WHERE excluded.proved_at >= p.cool_down_until
                  AND coalesce(p.proved_at < p.cool_down_until, true)
            )
            SELECT pg_notify('lanyard_tokens', $2) FROM stored
            """;

    private final Pool pool;

    ClientLeases(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes the lease of that version.
     *
     * @param asked somebody waits for it
     * @return empty: another holds it, it was renewed meanwhile, or asking is forbidden just now
     */
    Uni<Optional<Lease>> take(RefreshState row, boolean asked) {
        long takenAt = System.nanoTime();
        return pool.preparedQuery(TAKE)
                .execute(key(row).addBoolean(asked))
                .map(
                        rows ->
                                rows.stream()
                                        .findFirst()
                                        .map(
                                                taken ->
                                                        Lease.of(
                                                                row.connection(),
                                                                row.version(),
                                                                takenAt,
                                                                taken)));
    }

    /** Stores a new token, unless the version has moved on; then it is not needed. */
    Uni<Void> store(RefreshState row, SealedTokens tokens) {
        Tuple values =
                key(row).addValue(tokens.accessToken())
                        .addString(tokens.tokenType())
                        .addArrayOfString(tokens.scopes())
                        .addDouble(SqlSeconds.of(tokens.ageNow()))
                        .addDouble(SqlSeconds.of(tokens.lifetime()))
                        .addJsonObject(
                                JsonObject.of("outcome", "issued", "version", row.version()));
        return pool.preparedQuery(STORE).execute(values).replaceWithVoid();
    }

    private static Tuple key(RefreshState row) {
        return Tuple.of(row.connection().tenantId(), row.connection().id(), row.version());
    }
}
