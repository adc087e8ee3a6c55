package dev.lanyard.connection.refresh;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Records what a presentation did not bring: only by the last holder of the lease, on the version
 * it presented (rule 10), in one statement with its event.
 */
@ApplicationScoped
class RefreshFailures {
    private static final String FAIL =
            """
            WITH recorded AS (
                UPDATE token_set
                SET lease_until = CASE WHEN $5 THEN now() ELSE $6::timestamptz END, -- $5 consumed, $6 lease found
                    presented_at = CASE WHEN $5 THEN presented_at ELSE $7::timestamptz END, -- $7 mark found
                    attempts = attempts + 1,
                    retry_at = now() + $8::float8 * interval '1 second', -- $8 nothing is presented before
                    due_at = now() + $9::float8 * interval '1 second', -- $9 looked at again
                    suspect = $10, -- $10 refused as a client
                    -- $15 time since when the verdict is held; null: it is not
                    held_version = CASE WHEN $15::timestamptz IS NULL THEN held_version ELSE version END,
                    held_at = coalesce($15, held_at),
                    history = with_entry(history, $11) -- $11 entry of the history
                WHERE tenant_id = $1 AND connection_id = $2 -- $1 tenant, $2 connection
                  AND version = $3 AND fence = $4 -- $3 version presented, $4 lease's fence
                RETURNING connection_id
            ), changed AS (
                UPDATE connection c
                SET health = $12, -- $12 health; null: as it was
                    reason_code = $13, reason_detail = $14, -- $13 reason, $14 its sentence
                    reason_since = CASE WHEN c.reason_code = $13 THEN c.reason_since ELSE now() END,
                    updated_at = now()
                FROM recorded
                WHERE c.tenant_id = $1 AND c.id = $2 AND $12::text IS NOT NULL
                RETURNING c.id
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'), 'connection.reconnect_required', $2,
                       jsonb_build_object('connection_id', $2, 'reason', $13::text, 'detail', $14::text)
                FROM changed WHERE $12 = 'reconnect_required'
            )
            SELECT pg_notify('lanyard_tokens', $2) FROM recorded
            """;

    /** Those of a burst that were called dead before it was seen to be one. */
    private static final String HOLD =
            """
            WITH burst AS (
                SELECT p.refused_at, e ->> 'id' AS id
                FROM profile_pace p, jsonb_array_elements(p.refusals) AS e
                WHERE p.tenant_id = $1 AND p.profile_id = $2 AND jsonb_array_length(p.refusals) >= 3
            ), held AS (
                UPDATE connection c
                SET health = 'degraded', reason_code = 'checking_grant', reason_since = now(),
                    updated_at = now()
                FROM burst b
                WHERE c.tenant_id = $1 AND c.id = b.id AND c.health = 'reconnect_required'
                  AND c.reason_code IN ('grant_revoked', 'idle_expired')
                RETURNING c.id, b.refused_at
            )
            UPDATE token_set t
            SET held_at = h.refused_at, held_version = t.version, presented_at = NULL,
                lease_until = NULL, due_at = now() + interval '10 minutes'
            FROM held h
            WHERE t.tenant_id = $1 AND t.connection_id = h.id
            """;

    private static final String PROMOTE =
            """
            UPDATE token_set
            SET refresh_token = spare, spare = NULL, version = version + 1, parent_version = version,
                presented_at = NULL, lease_until = NULL, retry_at = NULL, suspect = false,
                due_at = now(), history = with_entry(history, $5) -- $5 entry of the history
            WHERE tenant_id = $1 AND connection_id = $2 -- $1 tenant, $2 connection
              AND version = $3 AND fence = $4 -- $3 version presented, $4 lease's fence
              AND spare IS NOT NULL
            RETURNING version
            """;

    private final Pool pool;

    RefreshFailures(Pool pool) {
        this.pool = pool;
    }

    /** Records a failure, if that lease is still the last on its version. */
    Uni<Boolean> record(Lease lease, RefreshFailure failure) {
        Tuple values =
                key(lease)
                        .addBoolean(failure.consumed())
                        .addOffsetDateTime(lease.foundLease())
                        .addOffsetDateTime(lease.foundMark())
                        .addDouble(failure.retryAfter())
                        .addDouble(failure.dueAfter())
                        .addBoolean(failure.suspect())
                        .addJsonObject(entry(failure.outcome(), lease))
                        .addString(failure.health())
                        .addString(failure.reason())
                        .addString(failure.detail())
                        .addOffsetDateTime(failure.heldAt());
        return changed(FAIL, values);
    }

    /** Holds the verdicts of a burst, if there is one. */
    Uni<Void> holdBurst(RefreshRequest presented) {
        return pool.preparedQuery(HOLD)
                .execute(
                        Tuple.of(
                                presented.connection().tenantId(),
                                presented.snapshot().profileId()))
                .replaceWithVoid();
    }

    /** Puts the spare in the place of the refused refresh token. */
    Uni<Boolean> promoteSpare(Lease lease, RefreshDecision.UseSpare verdict) {
        return changed(PROMOTE, key(lease).addJsonObject(entry(verdict.outcome(), lease)));
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.size() > 0);
    }

    private static Tuple key(Lease lease) {
        return Tuple.of(
                lease.connection().tenantId(),
                lease.connection().id(),
                lease.version(),
                lease.fence());
    }

    private static JsonObject entry(String outcome, Lease lease) {
        return new JsonObject()
                .put("outcome", outcome)
                .put("version", lease.version())
                .put("fence", lease.fence());
    }
}
