package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.connection.pace.LeaseLength;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Grants the right to present a version: lease, fence and write-ahead mark taken in one statement,
 * on the database's clock. Each line of its condition is a rule of docs/refresh.md.
 */
@ApplicationScoped
public class Leases {
    private static final String TAKE =
            """
            WITH before AS (
                SELECT presented_at, lease_until FROM token_set
                WHERE tenant_id = $1 AND connection_id = $2
                  AND refresh_token IS NOT NULL -- a shadow's is presented by nobody
                FOR UPDATE
            ), proof AS (
                -- rule 19: a recent proof, sought after the cool-down, is good for one suspect, as the provider
                -- may lock the client out for what it is presented then
                UPDATE profile_pace p SET proof_spent_at = now()
                FROM token_set t, connection c
                WHERE t.tenant_id = $1 AND t.connection_id = $2 AND t.version = $3 AND t.suspect
                  AND (t.lease_until IS NULL OR t.lease_until <= now())
                  AND (t.retry_at IS NULL OR t.retry_at <= now())
                  AND c.tenant_id = $1 AND c.id = $2
                  AND p.tenant_id = $1 AND p.profile_id = c.connector_profile_id
                  AND (p.paused_until IS NULL OR p.paused_until <= now())
                  AND p.cool_down_until <= now()
                  AND UNSPENT_PROOF
                  -- $8 a lock-out's length; 0: none. What was refused since may have brought one about
                  AND ($8::float8 = 0 OR p.refused_at IS NULL OR p.refused_at < p.proved_at)
                RETURNING p.profile_id
            )
            UPDATE token_set t
            SET lease_until = now() + LEASE,
                fence = t.fence + 1,
                presented_at = coalesce(t.presented_at, now()),
                due_at = now() + LEASE,
                revived_at = CASE c.health WHEN 'reconnect_required' THEN now() ELSE t.revived_at END
            FROM before, connection c
            JOIN connector_profile f
                ON f.tenant_id = c.tenant_id AND f.id = c.connector_profile_id
            LEFT JOIN profile_pace p
                ON p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
            WHERE t.tenant_id = $1 AND t.connection_id = $2 -- $1 tenant, $2 connection
              AND t.version = $3 -- $3 version that was read
              AND c.tenant_id = $1 AND c.id = $2
              AND (c.health <> 'reconnect_required'
                -- rule 18: a dead grant's token, when somebody asks for that: $6 revives
                OR ($6 AND (t.revived_at IS NULL OR t.revived_at <= now() - interval '10 minutes')))
              AND (t.lease_until IS NULL OR t.lease_until <= now())
              AND (t.retry_at IS NULL OR t.retry_at <= now())
              AND (f.credentials_status <> 'rejected'
                -- rule 19: nothing was said of the client, so that a sibling may prove it; $5 somebody waits
                OR (f.credentials_suspected AND NOT t.suspect AND $5 AND t.expires_at <= now())
                -- rule 14: inside the grace an answer can still be had, and soon no more
                OR ($4::float8 > 0
                    AND now() < t.presented_at + ($4::float8 - 30) * interval '1 second'))
              AND CASE -- $4 grace of an outstanding response
                WHEN t.presented_at IS NOT NULL AND $4::float8 > 0
                    AND now() < t.presented_at + ($4::float8 - 30) * interval '1 second' THEN
                  -- rule 14: free of any pause that would end later than the grace allows
                  p.paused_until IS NULL OR p.paused_until <= now()
                    OR p.paused_until > t.presented_at + ($4::float8 - 30) * interval '1 second'
                WHEN p.paused_until > now() THEN false
                WHEN c.health = 'reconnect_required' THEN
                  (p.cool_down_until IS NULL OR p.cool_down_until <= now())
                  -- rule 19: else whoever asks for it again and again keeps suspects from their proof
                  AND ($8::float8 = 0 OR p.refused_at IS NULL
                    OR p.refused_at <= now() - ($8::float8 + 60) * interval '1 second'
                    OR NOT EXISTS (SELECT FROM token_set s
                      WHERE s.tenant_id = $1 AND s.profile_id = t.profile_id AND s.suspect))
                WHEN t.held_version = t.version AND now() < t.held_at + interval '10 minutes'
                    AND (p.succeeded_at > t.held_at) IS NOT TRUE THEN
                  -- rule 18: a burst is no proof
                  false
                WHEN t.suspect AND NOT EXISTS (SELECT FROM proof) THEN
                  -- rule 19: once more, and only with proof
                  false
                WHEN t.presented_at IS NOT NULL AND $4::float8 > 0 THEN
                  -- rule 16
                  now() >= t.presented_at + $4::float8 * interval '1 second'
                WHEN t.presented_at IS NOT NULL THEN
                  -- rules 15, 27: $7 for how long the access token outlives the presentation; null: to its expiry
                  $5 AND least(t.expires_at, t.presented_at + $7::float8 * interval '1 second') <= now() AND t.lease_until + interval '2 minutes' <= now()
                ELSE
                  -- rule 19: in a cool-down only what has expired and is asked for
                  p.cool_down_until IS NULL OR p.cool_down_until <= now()
                    OR ($5 AND t.expires_at <= now())
              END
            RETURNING t.fence, t.attempts, t.spare IS NOT NULL AS has_spare,
                EXISTS (SELECT FROM proof) AS with_proof,
                before.presented_at AS found_mark, before.lease_until AS found_lease,
                extract(epoch FROM t.presented_at + ($4::float8 - 30) * interval '1 second' - now())::float8
                    AS grace_left,
                extract(epoch FROM now() - coalesce(t.refreshed_at, t.issued_at))::float8 AS idle
            """
                    .replace("LEASE", LeaseLength.SQL)
                    .replace("UNSPENT_PROOF", ClientProofs.UNSPENT);

    /**
     * Rule 14: until a pause ends that an outstanding answer has to keep, or until its grace does,
     * just before whose end nothing is presented.
     */
    private static final String PUT_OFF =
            """
            SELECT CASE
                WHEN t.lease_until > now() OR now() >= t.presented_at + $3::float8 * interval '1 second' THEN 0
                WHEN now() >= t.presented_at + ($3::float8 - 30) * interval '1 second' THEN
                    extract(epoch FROM t.presented_at + $3::float8 * interval '1 second' - now())
                WHEN p.paused_until > now()
                    AND p.paused_until <= t.presented_at + ($3::float8 - 30) * interval '1 second' THEN
                    extract(epoch FROM p.paused_until - now())
                ELSE 0 END::float8 AS seconds
            FROM token_set t
            JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
            LEFT JOIN profile_pace p
                ON p.tenant_id = c.tenant_id AND p.profile_id = c.connector_profile_id
            WHERE t.tenant_id = $1 AND t.connection_id = $2 AND t.presented_at IS NOT NULL
            """;

    /**
     * Siblings that were under way since the proof, and of which nothing is known: for as long as
     * their leases last, or for good, where their holder died.
     */
    private static final String UNDER_WAY =
            """
            SELECT CASE WHEN bool_or(t.lease_until > now()) THEN 'UNDER_WAY'
                        WHEN count(*) > 0 THEN 'UNKNOWN' ELSE 'SETTLED' END AS siblings
            FROM token_set t
            JOIN profile_pace p ON p.tenant_id = t.tenant_id AND p.profile_id = t.profile_id
            WHERE t.tenant_id = $1 AND t.profile_id = $2 AND t.connection_id <> $3
              AND t.presented_at IS NOT NULL AND t.lease_until > least(p.proved_at, p.cool_down_until)
              AND t.lease_until - LEASE <= now() - $4::float8 * interval '1 second'
            """
                    .replace("LEASE", LeaseLength.SQL);

    private final Pool pool;

    Leases(Pool pool) {
        this.pool = pool;
    }

    /** What is to be refreshed; empty if the connection is gone. */
    public Uni<Optional<RefreshState>> load(ConnectionRef connection) {
        return pool.preparedQuery(RefreshState.SELECT)
                .execute(Tuple.of(connection.tenantId(), connection.id()))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                RefreshState.of(
                                                        connection, rows.iterator().next())));
    }

    /**
     * Takes the lease of that version.
     *
     * @param demand who wants it
     * @return empty: another holds it, it was refreshed meanwhile, or a rule forbids presenting
     *     just now
     */
    Uni<Optional<Lease>> acquire(RefreshState state, Provider provider, RefreshDemand demand) {
        long takenAt = System.nanoTime();
        Tuple values =
                Tuple.of(
                                state.connection().tenantId(),
                                state.connection().id(),
                                state.version(),
                                SqlSeconds.of(provider.refreshToken().grace()),
                                demand.isCaller())
                        .addBoolean(demand.revives())
                        .addDouble(
                                provider.refreshToken()
                                        .endsAccessTokenAfter()
                                        .map(SqlSeconds::of)
                                        .orElse(null))
                        .addDouble(SqlSeconds.of(CoolDowns.length(provider)));
        return pool.preparedQuery(TAKE).execute(values).map(rows -> lease(state, takenAt, rows));
    }

    /** What is known of a profile's other presentations since the client was proved to work. */
    enum Siblings {
        /** Whatever was presented is answered, and the answer recorded. */
        SETTLED,
        /** Some may still be answered. */
        UNDER_WAY,
        /** Of some nobody will record what came. */
        UNKNOWN
    }

    /**
     * How those stand that were presented before.
     *
     * @param ago before how long
     */
    Uni<Siblings> siblings(RefreshState state, Duration ago) {
        Tuple values =
                Tuple.of(
                        state.connection().tenantId(),
                        state.profileId(),
                        state.connection().id(),
                        SqlSeconds.of(ago));
        return pool.preparedQuery(UNDER_WAY)
                .execute(values)
                .map(rows -> Siblings.valueOf(rows.iterator().next().getString("siblings")));
    }

    /**
     * For how long an outstanding answer that was denied a lease is not to be asked for again;
     * zero: that has other reasons than time.
     */
    Uni<Duration> putOff(RefreshState state, Provider provider) {
        Tuple values =
                Tuple.of(
                        state.connection().tenantId(),
                        state.connection().id(),
                        SqlSeconds.of(provider.refreshToken().grace()));
        return pool.preparedQuery(PUT_OFF)
                .execute(values)
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Duration.ZERO
                                        : SqlSeconds.duration(
                                                rows.iterator().next().getDouble("seconds")));
    }

    private static Optional<Lease> lease(RefreshState state, long takenAt, RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(
                        Lease.of(
                                state.connection(),
                                state.version(),
                                takenAt,
                                rows.iterator().next()));
    }
}
