package dev.lanyard.tenant.access;

import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Writes down, in batches, which workload identities were used: a call costs no write. */
@Singleton
class WorkloadUse {
    private static final Logger LOG = Logger.getLogger(WorkloadUse.class);
    private static final String USED =
            """
            UPDATE workload_identity i SET last_used_at = now()
            FROM (
                SELECT w.tenant_id, w.id FROM workload_identity w
                JOIN unnest($1::text[], $2::text[]) AS used (tenant_id, id)
                  ON w.tenant_id = used.tenant_id AND w.id = used.id
                WHERE w.last_used_at IS NULL OR w.last_used_at < now() - interval '30 seconds'
                ORDER BY w.tenant_id, w.id FOR NO KEY UPDATE OF w -- replicas lock in one order
            ) AS used
            WHERE i.tenant_id = used.tenant_id AND i.id = used.id
            """;

    private final RecurringTask writing = new RecurringTask(LOG, "Noting of workloads' use");
    private final Pool pool;
    private final Set<Used> used = ConcurrentHashMap.newKeySet();

    WorkloadUse(Pool pool) {
        this.pool = pool;
    }

    private record Used(String tenantId, String id) {}

    /** This workload has called. */
    void record(Caller caller) {
        used.add(new Used(caller.tenantId(), caller.keyId()));
    }

    /** Writes down who called since; what a failure kept from it is written the next time. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> write() {
        List<Used> batch = List.copyOf(used);
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        batch.forEach(used::remove);
        return writing.run(
                pool.preparedQuery(USED)
                        .execute(Tuple.of(column(batch, Used::tenantId), column(batch, Used::id)))
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(() -> used.addAll(batch)));
    }

    private static String[] column(List<Used> batch, Function<Used, String> part) {
        return batch.stream().map(part).toArray(String[]::new);
    }
}
