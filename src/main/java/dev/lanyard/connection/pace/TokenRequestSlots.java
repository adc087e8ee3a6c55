package dev.lanyard.connection.pace;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.id.Ids;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The parallel cap of a profile over all replicas: a row is a slot. One that its holder never
 * released, as it was killed, is free again after 16 s: a call starts within 5 s and ends within
 * another 10, so that nobody waits for longer than it could have lasted. In the slow phase after a
 * 429 ({@link RateLimits}) a slot is granted only when the rate allows another request, counted
 * over all replicas and priorities; what was not sent is given back.
 */
@ApplicationScoped
public class TokenRequestSlots {
    private static final String TAKE =
            """
            WITH free AS (
                SELECT place FROM token_request_place
                WHERE tenant_id = $1 AND profile_id = $2 -- $1 tenant, $2 profile
                  AND place <= $3 AND held_until <= now() -- $3 parallel cap
                ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED
            ), slot AS (
                UPDATE profile_pace p
                SET slot_at = greatest(p.slot_at, now() - interval '100 milliseconds')
                    + interval '1 second' / RATE
                WHERE p.tenant_id = $1 AND p.profile_id = $2 AND SLOW
                  -- $5 whether a response is outstanding (rule 14)
                  AND CASE WHEN p.paused_until > now() THEN $5 ELSE p.slot_at <= now() END
                  AND EXISTS (SELECT 1 FROM free)
                RETURNING (extract(epoch FROM interval '1 second' / RATE))::float8 AS step
            ), limits AS (
                SELECT p.paused_until > now() AND NOT $5 AS paused, SLOW AS slow,
                    extract(epoch FROM p.paused_until - now())::float8 AS pause,
                    extract(epoch FROM p.slot_at - now())::float8 AS wait
                FROM (VALUES (1)) AS one
                LEFT JOIN profile_pace p ON p.tenant_id = $1 AND p.profile_id = $2
            ), taken AS (
                UPDATE token_request_place t
                SET held_until = now() + interval '16 seconds', holder = $4 -- $4 holder
                FROM free, limits
                WHERE t.tenant_id = $1 AND t.profile_id = $2 AND t.place = free.place
                  AND limits.paused IS NOT TRUE
                  AND (limits.slow IS NOT TRUE OR EXISTS (SELECT 1 FROM slot))
                RETURNING t.place
            )
            SELECT (SELECT place FROM taken) AS place, (SELECT step FROM slot) AS step, coalesce(paused, false) AS paused,
                EXISTS (SELECT 1 FROM free) AS free, pause, wait
            FROM limits
            """
                    .replace("RATE", RateLimits.RATE)
                    .replace("SLOW", RateLimits.SLOW);
    private static final String MAKE =
            """
            INSERT INTO token_request_place (tenant_id, profile_id, place)
            SELECT $1, $2, place FROM generate_series(1, $3) AS place
            ON CONFLICT DO NOTHING RETURNING place
            """;
    private static final String LEAVE =
            """
            UPDATE token_request_place SET held_until = '-infinity', holder = NULL
            WHERE tenant_id = $1 AND profile_id = $2 AND place = $3 AND holder = $4
            """;

    /** Nothing was sent: the next one has this slot of the rate, unless the provider pauses. */
    private static final String LEAVE_UNUSED =
            """
            WITH left_place AS (
                UPDATE token_request_place SET held_until = '-infinity', holder = NULL
                WHERE tenant_id = $1 AND profile_id = $2 -- $1 tenant_id, $2 profile_id
                  AND place = $3 AND holder = $4 -- $3 place, $4 holder
                RETURNING place
            )
            UPDATE profile_pace p
            SET slot_at = p.slot_at - $5::float8 * interval '1 second' -- $5 seconds that it took
            WHERE p.tenant_id = $1 AND p.profile_id = $2 AND p.paused_until <= now()
              AND EXISTS (SELECT 1 FROM left_place)
            """;

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final Pool pool;

    TokenRequestSlots(Pool pool) {
        this.pool = pool;
    }

    /** A profile's reply to a request for a slot. */
    sealed interface Permit {}

    /**
     * A slot that was granted.
     *
     * @param step seconds of the rate that it took; zero: the profile is not in its slow phase
     */
    public record Slot(ProfileClient client, int number, String holder, double step)
            implements Permit {}

    /** All slots are taken, perhaps by other replicas. */
    record Full() implements Permit {}

    /** The rate allows the next request after that time. */
    record TooFast(Duration delay) implements Permit {}

    /** The provider said 429; nothing but outstanding answers is presented for that long. */
    record Paused(Duration delay) implements Permit {}

    /**
     * Takes a free slot.
     *
     * @param outstanding for an outstanding answer, which no pause holds up here: the lease's
     *     statement decides by its grace (rule 14)
     */
    Uni<Permit> acquire(ProfileClient client, boolean outstanding) {
        String holder = Ids.random();
        Tuple values =
                key(client).addInteger(parallel(client)).addString(holder).addBoolean(outstanding);
        return pool.preparedQuery(TAKE)
                .execute(values)
                .map(rows -> permit(client, holder, rows.iterator().next()))
                .chain(
                        permit ->
                                permit instanceof Full
                                        ? makeThenTake(client, outstanding)
                                        : now(permit));
    }

    private static Permit permit(ProfileClient client, String holder, Row row) {
        Integer slot = row.getInteger("place");
        if (slot != null) {
            Double step = row.getDouble("step");
            return new Slot(client, slot, holder, step == null ? 0 : step);
        }
        if (row.getBoolean("paused")) {
            return new Paused(SqlSeconds.duration(row.getDouble("pause")));
        }
        return row.getBoolean("free") ? new TooFast(untilSlot(row)) : new Full();
    }

    /** Not positive: another request was faster, and the time of the one after it was not read. */
    private static Duration untilSlot(Row row) {
        Double wait = row.getDouble("wait");
        return wait == null || wait <= 0 ? SHORTEST_WAIT : SqlSeconds.duration(wait);
    }

    /** Releases a slot. */
    Uni<Void> release(Slot slot) {
        return pool.preparedQuery(LEAVE)
                .execute(key(slot.client()).addInteger(slot.number()).addString(slot.holder()))
                .replaceWithVoid();
    }

    /** Gives a slot back under which nothing was sent, and with it the rate's. */
    Uni<Void> giveBack(Slot slot) {
        if (slot.step() == 0) {
            return release(slot);
        }
        Tuple values =
                key(slot.client())
                        .addInteger(slot.number())
                        .addString(slot.holder())
                        .addDouble(slot.step());
        return pool.preparedQuery(LEAVE_UNUSED).execute(values).replaceWithVoid();
    }

    /** Makes missing rows: at the first request, or after the catalogue's cap was raised. */
    private Uni<Permit> makeThenTake(ProfileClient client, boolean outstanding) {
        return pool.preparedQuery(MAKE)
                .execute(key(client).addInteger(parallel(client)))
                .chain(made -> any(made) ? acquire(client, outstanding) : now(new Full()));
    }

    private static boolean any(RowSet<Row> rows) {
        return rows.size() > 0;
    }

    private static Uni<Permit> now(Permit permit) {
        return Uni.createFrom().item(permit);
    }

    private static int parallel(ProfileClient client) {
        return client.provider().tokenRequests().parallel();
    }

    private static Tuple key(ProfileClient client) {
        return Tuple.of(client.profile().tenantId(), client.profile().id());
    }
}
