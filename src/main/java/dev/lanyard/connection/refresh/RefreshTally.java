package dev.lanyard.connection.refresh;

import dev.lanyard.database.BatchedDeletion;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Adds up how the refreshes of each tenant went, and writes it down hour by hour, in batches: a
 * refresh costs no statement more. A process that dies takes a few seconds' numbers along. A grant
 * that its user revoked is no failed refresh, and is not told here.
 */
@Singleton
class RefreshTally {
    private static final Logger LOG = Logger.getLogger(RefreshTally.class);
    private static final int BATCH = 1_000;
    private static final String ADD =
            """
            INSERT INTO refresh_hour AS h (tenant_id, hour, provider, succeeded, failed)
            SELECT t.tenant_id, date_trunc('hour', now(), 'UTC'), n.provider, n.succeeded, n.failed
            FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
                AS n (tenant_id, provider, succeeded, failed)
            JOIN tenant t ON t.tenant_id = n.tenant_id -- of one that was erased nothing is kept
            ORDER BY t.tenant_id, n.provider -- replicas lock in one order
            ON CONFLICT (tenant_id, hour, provider) DO UPDATE
            SET succeeded = h.succeeded + excluded.succeeded, failed = h.failed + excluded.failed
            """;
    private static final String FORGET =
            """
            DELETE FROM refresh_hour WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM refresh_hour WHERE hour < now() - interval '2 days'
                ORDER BY hour LIMIT %d FOR UPDATE SKIP LOCKED))
            """
                    .formatted(BATCH);

    private final RecurringTask adding = new RecurringTask(LOG, "Counting of refreshes");
    private final RecurringTask forgetting = new RecurringTask(LOG, "Removal of old counts");
    private final Pool pool;
    private final BatchedDeletion old;
    private final Map<RefreshOwner, RefreshCount> counts = new ConcurrentHashMap<>();

    RefreshTally(Pool pool) {
        this.pool = pool;
        this.old = new BatchedDeletion(pool, FORGET, BATCH);
    }

    /** Whose refreshes are added up. */
    private record RefreshOwner(String tenantId, String provider) {}

    private record RefreshCount(long succeeded, long failed) {
        RefreshCount plus(RefreshCount other) {
            return new RefreshCount(succeeded + other.succeeded, failed + other.failed);
        }
    }

    private record CountedOwner(RefreshOwner owner, RefreshCount count) {}

    /**
     * A refresh token was presented, and not refused as of a grant that has ended.
     *
     * @param succeeded whether tokens came back
     */
    void add(String tenantId, String provider, boolean succeeded) {
        RefreshCount one = succeeded ? new RefreshCount(1, 0) : new RefreshCount(0, 1);
        counts.merge(new RefreshOwner(tenantId, provider), one, RefreshCount::plus);
    }

    /** Writes down what was counted since; what a failure kept from it is written the next time. */
    @Scheduled(
            every = "5s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> write() {
        List<CountedOwner> batch = take();
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return adding.run(
                pool.preparedQuery(ADD)
                        .execute(values(batch))
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(() -> batch.forEach(this::putBack)));
    }

    private List<CountedOwner> take() {
        List<CountedOwner> batch = new ArrayList<>();
        for (RefreshOwner owner : counts.keySet()) {
            RefreshCount count = counts.remove(owner);
            if (count != null) {
                batch.add(new CountedOwner(owner, count));
            }
        }
        return batch;
    }

    private void putBack(CountedOwner counted) {
        counts.merge(counted.owner(), counted.count(), RefreshCount::plus);
    }

    private static Tuple values(List<CountedOwner> batch) {
        return Tuple.of(
                texts(batch, counted -> counted.owner().tenantId()),
                texts(batch, counted -> counted.owner().provider()),
                numbers(batch, counted -> counted.count().succeeded()),
                numbers(batch, counted -> counted.count().failed()));
    }

    private static String[] texts(List<CountedOwner> batch, Function<CountedOwner, String> part) {
        return batch.stream().map(part).toArray(String[]::new);
    }

    private static Long[] numbers(List<CountedOwner> batch, Function<CountedOwner, Long> part) {
        return batch.stream().map(part).toArray(Long[]::new);
    }

    /** Deletes what no picture shows any more. */
    @Scheduled(
            every = "1h",
            delayed = "11m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return forgetting.run(old.run());
    }
}
