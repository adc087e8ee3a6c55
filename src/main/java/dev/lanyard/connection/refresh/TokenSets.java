package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.KeepAlive;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.LeaseLength;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.database.SqlSeconds;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/**
 * Stores what a presentation brought, while the version is still the one presented and whoever
 * holds the lease by then (rule 9): one statement, with its event.
 */
@ApplicationScoped
class TokenSets {
    private static final String STORE =
            """
            WITH stored AS (
                UPDATE token_set
                SET version = version + 1, parent_version = version,
                    access_token = $4, -- $4 access_token, sealed
                    refresh_token = coalesce($5, refresh_token), -- $5 refresh_token, sealed
                    -- $12 grant's lifetime
                    grant_expires_at = CASE WHEN $12::float8 IS NULL AND $5::bytea IS NULL THEN grant_expires_at
                        ELSE now() + ($12::float8 - $8::float8) * interval '1 second' END,
                    token_type = $6, scopes = coalesce($7, scopes), -- $6 token_type, $7 scopes
                    issued_at = now() - $8::float8 * interval '1 second', -- $8 response's age
                    expires_at = now() + ($9::float8 - $8::float8) * interval '1 second', -- $9 lifetime
                    refreshed_at = now(), lease_until = NULL, presented_at = NULL, attempts = 0,
                    retry_at = NULL, suspect = false, spare = NULL,
                    due_at = KEEP_ALIVE, -- $10 half the idle lifetime
                    history = with_entry(history, $11) -- $11 entry of the history
                WHERE tenant_id = $1 AND connection_id = $2 -- $1 tenant, $2 connection
                  AND version = $3 -- $3 version presented
                RETURNING connection_id, version, scopes, expires_at, issued_at, shadow_refresh_token
            ), before AS (
                SELECT c.* FROM connection c, stored
                WHERE c.tenant_id = $1 AND c.id = $2 FOR UPDATE OF c
            ), changed AS (
                UPDATE connection c
                SET health = CASE WHEN c.account_id IS NULL THEN 'degraded' ELSE 'active' END,
                    reason_code = CASE WHEN c.account_id IS NULL THEN 'account_unknown' END,
                    reason_detail = CASE WHEN c.account_id IS NULL THEN c.reason_detail END,
                    reason_since = CASE WHEN c.account_id IS NULL THEN c.reason_since END,
                    -- an imported one's account is asked for now that there is a token to ask with
                    account_ask_at = CASE WHEN c.account_id IS NULL THEN coalesce(c.account_ask_at, now()) END,
                    granted = coalesce($7, c.granted), updated_at = now()
                FROM before b
                WHERE c.tenant_id = $1 AND c.id = $2
                  AND (b.health <> 'active' OR b.granted IS DISTINCT FROM coalesce($7, b.granted))
                RETURNING b.health AS former, b.reason_code AS former_reason, c.health, b.awaiting_confirmation
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'), 'connection.recovered', $2,
                       jsonb_build_object('connection_id', $2, 'former_reason', former_reason)
                FROM changed
                WHERE health = 'active' AND former <> 'active' AND NOT awaiting_confirmation
            ), proved AS (
                -- rules 18, 19: a success says something of the moment when it was asked for, and of none later
                INSERT INTO profile_pace AS p (tenant_id, profile_id, proved_at, succeeded_at)
                SELECT $1, connector_profile_id, sent.at, sent.at
                FROM before, (
                    SELECT least(lease_until - LEASE,
                        now() - $8::float8 * interval '1 second') AS at
                    FROM token_set WHERE tenant_id = $1 AND connection_id = $2) AS sent
                ON CONFLICT (tenant_id, profile_id) DO UPDATE
                SET proved_at = greatest(p.proved_at, excluded.proved_at),
                    succeeded_at = greatest(p.succeeded_at, excluded.succeeded_at)
                WHERE (excluded.proved_at >= p.cool_down_until
                    AND (coalesce(p.proved_at < p.cool_down_until, true)
                      OR p.proved_at < now() - interval '30 seconds'
                      OR (p.proof_spent_at > p.proved_at AND excluded.proved_at >= p.proof_spent_at)))
                  OR (excluded.succeeded_at > p.refused_at
                    AND coalesce(p.succeeded_at <= p.refused_at, true))
                RETURNING profile_id
            ), cleared AS (
                UPDATE connector_profile f
                SET credentials_status = 'accepted', credentials_suspected = false,
                    credentials_detail = NULL, credentials_checked_at = now()
                FROM before b
                WHERE f.tenant_id = $1 AND f.id = b.connector_profile_id
                  AND f.credentials_status = 'rejected' AND f.credentials_suspected
            ), woken AS (
                -- rule 18: a sibling succeeded, so that held verdicts are looked into
                UPDATE token_set t SET due_at = now()
                FROM (SELECT h.tenant_id, h.connection_id
                      FROM token_set h JOIN proved p ON h.profile_id = p.profile_id
                      WHERE EXISTS (SELECT FROM proved) -- else nothing is looked through
                        AND h.tenant_id = $1 AND h.held_at IS NOT NULL
                        AND h.held_version = h.version AND h.connection_id <> $2
                      FOR UPDATE OF h SKIP LOCKED) AS held
                WHERE t.tenant_id = held.tenant_id AND t.connection_id = held.connection_id
                  AND t.due_at IS NOT NULL
            ), asked_again AS (
                -- rule 19: and suspects, while the proof is new
                UPDATE token_set t SET due_at = now()
                FROM (SELECT h.tenant_id, h.connection_id
                      FROM token_set h JOIN proved p ON h.profile_id = p.profile_id
                      WHERE EXISTS (SELECT FROM proved)
                        AND h.tenant_id = $1 AND h.suspect AND h.connection_id <> $2
                      FOR UPDATE OF h SKIP LOCKED) AS suspects
                WHERE t.tenant_id = suspects.tenant_id AND t.connection_id = suspects.connection_id
            ), left_place AS (
                -- whatever became of the tokens; a place that another takes just now had run out
                UPDATE token_request_place p SET held_until = '-infinity', holder = NULL
                FROM (SELECT tenant_id, profile_id, place FROM token_request_place
                      WHERE tenant_id = $1 AND profile_id = $13 -- $13 profile
                        AND place = $14 AND holder = $15 -- $14 place, $15 its holder
                      FOR UPDATE SKIP LOCKED) AS held
                WHERE p.tenant_id = held.tenant_id AND p.profile_id = held.profile_id
                  AND p.place = held.place
            )
            -- what a reader is to know of the row
            SELECT pg_notify('lanyard_tokens', $2), s.version, s.scopes, s.expires_at,
                extract(epoch FROM s.expires_at - now())::float8 AS time_left,
                extract(epoch FROM s.expires_at - s.issued_at)::float8 AS lifetime,
                s.shadow_refresh_token IS NOT NULL AS shadow, b.disabled, b.awaiting_confirmation,
                CASE WHEN b.account_id IS NULL THEN 'account_unknown' END AS reason_code,
                f.status = 'disabled' AS profile_disabled, f.provider
            FROM stored s CROSS JOIN before b
            JOIN connector_profile f ON f.tenant_id = $1 AND f.id = b.connector_profile_id
            """
                    .replace("LEASE", LeaseLength.SQL)
                    .replace("KEEP_ALIVE", KeepAlive.AT.formatted(10));

    private static final String STANDING =
            """
            SELECT CASE WHEN access_token = $4 THEN 'STORED'
                        WHEN version = $3 + 1 AND parent_version IS NULL THEN 'REPLACED'
                        ELSE 'SECOND' END AS standing
            FROM token_set WHERE tenant_id = $1 AND connection_id = $2
            """;

    private static final String SPARE =
            """
            UPDATE token_set SET spare = $4
            WHERE tenant_id = $1 AND connection_id = $2 AND version = $3 + 1 AND parent_version = $3
              AND spare IS NULL AND presented_at IS NULL
            RETURNING version
            """;

    private static final String ACCOUNT =
            "SELECT account_id FROM connection WHERE tenant_id = $1 AND id = $2";

    private final Pool pool;

    TokenSets(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores new tokens by compare-and-set on the version presented, and leaves the place under
     * which they were asked for.
     *
     * @return empty: the version is not the one presented any more, or the connection is gone
     */
    Uni<Optional<RefreshOutcome.StoredTokens>> store(
            RefreshRequest presented, SealedTokens tokens, Slot place) {
        RefreshState row = presented.snapshot();
        Tuple values =
                key(row).addValue(tokens.accessToken())
                        .addValue(tokens.refreshToken())
                        .addString(tokens.tokenType())
                        .addArrayOfString(tokens.scopes())
                        .addDouble(SqlSeconds.of(tokens.ageNow()))
                        .addDouble(SqlSeconds.of(tokens.lifetime()))
                        .addDouble(KeepAlive.seconds(presented.provider()))
                        .addJsonObject(entry("issued", row))
                        .addDouble(SealedTokens.seconds(tokens.grantLifetime()))
                        .addString(place.client().profile().id())
                        .addInteger(place.number())
                        .addString(place.holder());
        return pool.preparedQuery(STORE)
                .execute(values)
                .map(
                        rows ->
                                rows.stream()
                                        .findFirst()
                                        .map(found -> RefreshOutcome.stored(tokens, found)));
    }

    /** The relation of a response to the row that did not take it. */
    enum Standing {
        /** An earlier try to store it went in, and that answer was lost. */
        STORED,
        /** Another response of the same version was first. */
        SECOND,
        /** The user brought new tokens, or the connection is gone. */
        REPLACED
    }

    /** How these tokens stand to the row. */
    Uni<Standing> standing(RefreshRequest presented, SealedTokens tokens) {
        return pool.preparedQuery(STANDING)
                .execute(key(presented.snapshot()).addValue(tokens.accessToken()))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Standing.REPLACED
                                        : Standing.valueOf(
                                                rows.iterator().next().getString("standing")));
    }

    /** Whose they are; empty: not known, or the connection is gone. */
    Uni<Optional<String>> account(RefreshRequest presented) {
        return pool.preparedQuery(ACCOUNT)
                .execute(Tuple.of(presented.connection().tenantId(), presented.connection().id()))
                .map(
                        rows ->
                                rows.stream()
                                        .map(row -> row.getString("account_id"))
                                        .filter(Objects::nonNull)
                                        .findFirst());
    }

    /**
     * Keeps a second answer of the version presented (rule 12); false if it was replaced by
     * something else.
     */
    Uni<Boolean> keepSpare(RefreshRequest presented, SealedTokens tokens) {
        return changed(SPARE, key(presented.snapshot()).addValue(tokens.refreshToken()));
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(TokenSets::any);
    }

    private static boolean any(RowSet<Row> rows) {
        return rows.size() > 0;
    }

    private static Tuple key(RefreshState row) {
        return Tuple.of(row.connection().tenantId(), row.connection().id(), row.version());
    }

    private static JsonObject entry(String outcome, RefreshState row) {
        return new JsonObject().put("outcome", outcome).put("version", row.version());
    }
}
