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

/**
 * Writes down, in batches, which API keys and workload identities were used: a call costs no write.
 * It is told of a use when a credential is looked up, which one in use is every few seconds.
 */
@Singleton
class CredentialUse {
    private static final Logger LOG = Logger.getLogger(CredentialUse.class);
    private static final String KEYS =
            """
            UPDATE api_key k SET last_used_at = now()
            FROM (
                SELECT w.tenant_id, w.id FROM api_key w
                JOIN unnest($1::text[], $2::text[]) AS used (tenant_id, id)
                  ON w.tenant_id = used.tenant_id AND w.id = used.id
                WHERE w.last_used_at IS NULL OR w.last_used_at < now() - interval '30 seconds'
                ORDER BY w.tenant_id, w.id FOR NO KEY UPDATE OF w -- replicas lock in one order
            ) AS used
            WHERE k.tenant_id = used.tenant_id AND k.id = used.id
            """;
    private static final String WORKLOADS =
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

    private final Pool pool;
    private final UseBatch keys = new UseBatch(KEYS, "Noting of API keys' use");
    private final UseBatch workloads = new UseBatch(WORKLOADS, "Noting of workloads' use");

    CredentialUse(Pool pool) {
        this.pool = pool;
    }

    /** One that was used. */
    private record Used(String tenantId, String id) {}

    /** Those of one kind since the last writing; the statement takes their tenants and ids. */
    private record UseBatch(String statement, RecurringTask writing, Set<Used> used) {
        UseBatch(String statement, String task) {
            this(statement, new RecurringTask(LOG, task), ConcurrentHashMap.newKeySet());
        }

        Uni<Void> write(Pool pool) {
            List<Used> batch = List.copyOf(used);
            if (batch.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            batch.forEach(used::remove);
            return writing.run(
                    pool.preparedQuery(statement)
                            .execute(
                                    Tuple.of(
                                            column(batch, Used::tenantId), column(batch, Used::id)))
                            .replaceWithVoid()
                            .onFailure()
                            .invoke(() -> used.addAll(batch)));
        }

        private static String[] column(List<Used> batch, Function<Used, String> part) {
            return batch.stream().map(part).toArray(String[]::new);
        }
    }

    /** This caller's credential was used. */
    void record(Caller caller) {
        UseBatch batch = caller.type() == Actor.Type.API_KEY ? keys : workloads;
        batch.used().add(new Used(caller.tenantId(), caller.keyId()));
    }

    /** Writes down who called since; what a failure kept from it is written the next time. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> write() {
        return keys.write(pool).chain(() -> workloads.write(pool));
    }
}
