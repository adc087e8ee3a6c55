package dev.lanyard.connection.pace;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Cool-downs of profiles, over all replicas: while one lasts the provider may have locked the
 * client out, so that no refusal proves anything (rule 19).
 */
@ApplicationScoped
public class CoolDowns {
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final String COOL_DOWN =
            """
            INSERT INTO profile_pace AS p (tenant_id, profile_id, cool_down_from, cool_down_until)
            VALUES ($1, $2, now(), now() + $3::float8 * interval '1 second')
            ON CONFLICT (tenant_id, profile_id) DO UPDATE
            SET cool_down_from = CASE WHEN p.cool_down_until > now()
                    THEN p.cool_down_from ELSE excluded.cool_down_from END,
                cool_down_until = CASE WHEN p.cool_down_until > now()
                    THEN p.cool_down_until ELSE excluded.cool_down_until END
            RETURNING extract(epoch FROM cool_down_until - now())::float8 AS seconds
            """;

    private static final String COOLING =
            """
            SELECT extract(epoch FROM greatest(cool_down_until,
                refused_at + $3::float8 * interval '1 second',
                -- what is presented with proof just now will say more than a probe
                CASE WHEN proof_spent_at > greatest(proved_at, cool_down_until)
                    THEN proof_spent_at + LEASE END,
                now()) - now())::float8 AS seconds
            FROM profile_pace WHERE tenant_id = $1 AND profile_id = $2
            """
                    .replace("LEASE", LeaseLength.SQL);

    /**
     * One that began since is another's; the row's lock puts two refusals in one order. The next
     * proof may be sought as soon as it is over.
     */
    private static final String AGAIN =
            """
            UPDATE profile_pace p
            SET probed_at = NULL,
                cool_down_from = CASE WHEN p.cool_down_until > now() THEN p.cool_down_from ELSE now() END,
                cool_down_until = CASE WHEN p.cool_down_until > now() THEN p.cool_down_until
                    ELSE now() + $3::float8 * interval '1 second' END -- $3 a lock-out's length; 0: none
            FROM (SELECT q.tenant_id, q.profile_id,
                      coalesce(q.cool_down_from > l.taken_at, false)
                          OR coalesce($3::float8 > 0 AND q.refused_at > l.taken_at, false) AS shared
                  FROM profile_pace q, (
                      -- $5 connection, $4 its lease's age, which is longer if this statement waited
                      SELECT least(now() - $4::float8 * interval '1 second', (
                          SELECT lease_until - LEASE FROM token_set
                          WHERE tenant_id = $1 AND connection_id = $5)) AS taken_at) AS l
                  WHERE q.tenant_id = $1 AND q.profile_id = $2 -- $1 tenant, $2 profile
                  FOR UPDATE OF q) AS before
            WHERE p.tenant_id = before.tenant_id AND p.profile_id = before.profile_id
            RETURNING before.shared
            """
                    .replace("LEASE", LeaseLength.SQL);

    /** Where no suspect relies on a proof of just now, there is no cool-down to begin. */
    private static final String WITHDRAW =
            """
            INSERT INTO profile_pace AS p (tenant_id, profile_id, refused_at)
            VALUES ($1, $2, now())
            ON CONFLICT (tenant_id, profile_id) DO UPDATE
            SET refused_at = now(),
                cool_down_from = CASE WHEN RELIED_ON THEN now() ELSE p.cool_down_from END,
                cool_down_until = CASE WHEN RELIED_ON THEN now() + $3::float8 * interval '1 second'
                    ELSE p.cool_down_until END
            """
                    .replace(
                            "RELIED_ON",
                            "p.cool_down_until <= now() AND p.proved_at > now() - interval '90 seconds'"
                                    + " AND EXISTS (SELECT FROM token_set WHERE tenant_id = $1 AND"
                                    + " profile_id = $2 AND suspect)");

    private final Pool pool;

    CoolDowns(Pool pool) {
        this.pool = pool;
    }

    /**
     * Begins one longer than the provider's lock-out, or joins the running one.
     *
     * @return how long it still lasts
     */
    public Uni<Duration> begin(ProfileClient client) {
        return pool.preparedQuery(COOL_DOWN)
                .execute(key(client).addDouble(SqlSeconds.of(length(client))))
                .map(CoolDowns::seconds);
    }

    private static Duration length(ProfileClient client) {
        return length(client.provider());
    }

    /** A little longer than the provider's lock-out; zero: it has none. */
    public static Duration length(Provider provider) {
        Duration lockout = provider.refreshToken().lockout();
        return lockout.isZero() ? Duration.ZERO : lockout.plus(lockout.dividedBy(20)).plus(MARGIN);
    }

    /**
     * Begins one for a refusal as a client that came with proof: for what was presented then, the
     * provider may have locked the client out.
     *
     * @param connectionId of what was presented
     * @param ago how long ago that was
     * @return whether another refusal began one meanwhile, so that this one proves nothing
     */
    public Uni<Boolean> beginAgain(ProfileClient client, String connectionId, Duration ago) {
        Tuple values =
                key(client)
                        .addDouble(SqlSeconds.of(length(client)))
                        .addDouble(SqlSeconds.of(ago))
                        .addString(connectionId);
        return pool.preparedQuery(AGAIN)
                .execute(values)
                .map(rows -> rows.stream().anyMatch(row -> row.getBoolean("shared")));
    }

    /**
     * Something was refused, or may have been: a provider that locks out for it makes a proof of
     * just now worthless, and one that is on its way.
     */
    public Uni<Void> withdrawProof(ProfileClient client) {
        return length(client).isZero()
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(WITHDRAW)
                        .execute(key(client).addDouble(SqlSeconds.of(length(client))))
                        .replaceWithVoid();
    }

    /**
     * How long the provider may still lock the client out: for the running one, or for what was
     * refused last; zero: it does not.
     */
    public Uni<Duration> left(ProfileClient client) {
        return pool.preparedQuery(COOLING)
                .execute(key(client).addDouble(SqlSeconds.of(length(client))))
                .map(CoolDowns::seconds);
    }

    private static Duration seconds(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> SqlSeconds.duration(row.getDouble("seconds")))
                .orElse(Duration.ZERO);
    }

    private static Tuple key(ProfileClient client) {
        return Tuple.of(client.profile().tenantId(), client.profile().id());
    }
}
