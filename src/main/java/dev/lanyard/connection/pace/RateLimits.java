package dev.lanyard.connection.pace;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns from a profile's 429s, over all replicas: a pause, then a slow phase. Its rate starts at
 * half of the rate at which the 429 came (the ceiling), is back there after 15 s, and grows ever
 * faster from then on, as congestion windows do (RFC 9438, CUBIC); after 75 s without another 429
 * nothing is limited any more.
 */
@ApplicationScoped
public class RateLimits {
    /** Whether profile_pace {@code p} is in its slow phase, or in the pause before it. */
    static final String SLOW =
            "(p.ceiling IS NOT NULL AND now() < p.paused_until + interval '75 seconds')";

    /** Its token requests a second just now. */
    static final String RATE =
            """
            (p.ceiling * (1 + 0.5 * power(
                greatest(extract(epoch FROM now() - p.paused_until)::float8, 0) / 15 - 1, 3)))
            """;

    private static final String KNOW =
            """
            INSERT INTO profile_pace (tenant_id, profile_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
            """;

    /**
     * A request that went out before the last slowing says nothing new about the rate. Without
     * Retry-After the pause is 2 s, and twice the last one if the provider said 429 again as soon
     * as that was over.
     */
    private static final String LIMITED =
            """
            WITH before AS (
                SELECT coalesce(now() - $4::float8 * interval '1 second' > p.slowed_at, true) AS news, -- $4 request's age
                    CASE WHEN SLOW THEN RATE ELSE coalesce(p.ceiling, $5::float8) END AS rate, -- $5 first ceiling
                    coalesce($3::float8, CASE -- $3 Retry-After
                        WHEN p.paused_until > now() - interval '3 seconds' THEN least(2 * p.pause, 300)
                        ELSE 2 END) AS pause
                FROM profile_pace p
                WHERE p.tenant_id = $1 AND p.profile_id = $2 FOR UPDATE -- $1 tenant, $2 profile
            ), changed AS (
                UPDATE profile_pace p
                SET paused_until = greatest(p.paused_until, now() + b.pause * interval '1 second'),
                    ceiling = CASE WHEN b.news THEN least(greatest(b.rate, 0.1), 1000) ELSE p.ceiling END,
                    slowed_at = CASE WHEN b.news THEN now() ELSE p.slowed_at END,
                    pause = CASE WHEN b.news THEN b.pause ELSE p.pause END,
                    slot_at = greatest(p.paused_until, now() + b.pause * interval '1 second')
                FROM before b
                WHERE p.tenant_id = $1 AND p.profile_id = $2 AND (b.news OR $3 IS NOT NULL)
                RETURNING p.paused_until
            )
            SELECT extract(epoch FROM greatest(coalesce(
                (SELECT paused_until FROM changed),
                (SELECT paused_until FROM profile_pace WHERE tenant_id = $1 AND profile_id = $2)),
                now()) - now())::float8 AS seconds
            """
                    .replace("SLOW", SLOW)
                    .replace("RATE", RATE);

    private final Pool pool;

    RateLimits(Pool pool) {
        this.pool = pool;
    }

    /**
     * The provider answered 429 (rule 20).
     *
     * @param retryAfter what it said with it
     * @param ago how long ago the request was sent
     * @return how long the profile pauses: nothing but outstanding answers is presented meanwhile
     */
    public Uni<Duration> limited(
            ProfileClient client, Optional<Duration> retryAfter, Duration ago) {
        Tuple key = Tuple.of(client.profile().tenantId(), client.profile().id());
        Tuple values =
                Tuple.of(client.profile().tenantId(), client.profile().id())
                        .addDouble(retryAfter.map(SqlSeconds::of).orElse(null))
                        .addDouble(SqlSeconds.of(ago))
                        .addDouble(2.0 * client.provider().tokenRequests().parallel());
        return pool.preparedQuery(KNOW)
                .execute(key)
                .chain(() -> pool.preparedQuery(LIMITED).execute(values))
                .map(rows -> SqlSeconds.duration(rows.iterator().next().getDouble("seconds")));
    }
}
