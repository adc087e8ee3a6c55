package dev.lanyard.connection.pace;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Provider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The hourly budget of each profile's background work, over all replicas (rule 24). */
@ApplicationScoped
public class HourlyBudgets {
    private static final String BUDGET =
            """
            WITH taken AS (
                INSERT INTO profile_pace AS p (tenant_id, profile_id, budget, budget_at)
                VALUES ($1, $2, $3::float8 / 60 - 1, now())
                ON CONFLICT (tenant_id, profile_id) DO UPDATE
                SET budget = LEFT_NOW - 1, budget_at = now()
                WHERE LEFT_NOW >= 1
                RETURNING 1
            )
            SELECT CASE WHEN EXISTS (SELECT 1 FROM taken) THEN 0
                ELSE coalesce(
                    (SELECT greatest(1 - LEFT_NOW, 0) * 3600 / $3::float8 FROM profile_pace p
                     WHERE tenant_id = $1 AND profile_id = $2), 0) + 0.001 END::float8 AS seconds
            """
                    .replace(
                            "LEFT_NOW",
                            "least($3::float8 / 60, coalesce(p.budget, $3::float8 / 60) +"
                                    + " extract(epoch FROM now() - coalesce(p.budget_at,"
                                    + " now()))::float8 * $3 / 3600)");

    private static final String GIVE_BACK =
            "UPDATE profile_pace SET budget = budget + 1 WHERE tenant_id = $1 AND profile_id = $2";

    private final Pool pool;

    public HourlyBudgets(Pool pool) {
        this.pool = pool;
    }

    /**
     * Takes one request, of which there is a minute's worth at once at most.
     *
     * @return zero, or how long until there is one again
     */
    public Uni<Duration> spend(String tenantId, String profileId, Provider provider) {
        double perHour = Math.max(60, provider.tokenRequests().backgroundPerHour());
        return pool.preparedQuery(BUDGET)
                .execute(Tuple.of(tenantId, profileId, perHour))
                .map(rows -> SqlSeconds.duration(rows.iterator().next().getDouble("seconds")));
    }

    /** Gives a request back that was taken, and denied before it was sent. */
    public Uni<Void> giveBack(String tenantId, String profileId) {
        return pool.preparedQuery(GIVE_BACK)
                .execute(Tuple.of(tenantId, profileId))
                .replaceWithVoid();
    }
}
