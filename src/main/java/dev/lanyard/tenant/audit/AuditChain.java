package dev.lanyard.tenant.audit;

import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The chain over each log, so that a removal or a change shows. The database computes it, by
 * functions whose owner alone may write what they write (V4).
 */
@ApplicationScoped
public class AuditChain {
    private static final Logger LOG = Logger.getLogger(AuditChain.class);
    private static final int BATCH = 500;
    private static final String CHAIN = "SELECT chain_audit_log($1) AS entries";
    private static final String EXPIRE =
            "SELECT expire_audit_log($1 * interval '1 second', $2) AS entries";
    private static final String ERASE = "SELECT erase_audit_log($1)";
    private static final String VERIFY =
            """
            SELECT v.*, coalesce(c.position, 0) AS position, coalesce(c.hash, '') AS hash,
                coalesce(c.anchor_position, 0) AS anchor_position,
                coalesce(c.anchor_hash, '') AS anchor_hash, c.erased_at
            FROM verify_audit_log($1) v LEFT JOIN audit_chain c ON c.tenant_id = $1
            WHERE c.tenant_id IS NOT NULL
                OR EXISTS (SELECT 1 FROM audit_log WHERE tenant_id = $1)
            """;

    private final RecurringTask chaining = new RecurringTask(LOG, "The chain of the audit log");
    private final RecurringTask expiring = new RecurringTask(LOG, "Removal of old audit entries");
    private final Pool pool;
    private final Duration retention;

    AuditChain(Pool pool, Config config) {
        this.pool = pool;
        this.retention = config.audit().retention();
    }

    /** Chains what was written since, as long as there is much of it. */
    @Scheduled(
            every = "10s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> extend() {
        return chaining.run(untilFew(CHAIN, Tuple.of(BATCH)));
    }

    /** Removes what is older than the operator keeps it. */
    @Scheduled(
            every = "1h",
            delayed = "5m",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> expire() {
        return expiring.run(untilFew(EXPIRE, Tuple.of(retention.toSeconds(), BATCH)));
    }

    private Uni<Void> untilFew(String sql, Tuple values) {
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(sql).execute(values))
                .map(rows -> rows.iterator().next().getLong("entries"))
                .repeat()
                .whilst(entries -> entries >= BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Removes the log of a tenant that this transaction has deleted, keeping its last hash. */
    public Uni<Void> erase(SqlClient transaction, String tenantId) {
        return transaction.preparedQuery(ERASE).execute(Tuple.of(tenantId)).replaceWithVoid();
    }

    /**
     * Computes a chain again; fails with {@code not_found} where there is no log. The entries of a
     * new one wait for the first run of the job.
     */
    Uni<AuditVerification> verify(String tenantId) {
        return pool.preparedQuery(VERIFY).execute(Tuple.of(tenantId)).map(AuditChain::one);
    }

    private static AuditVerification one(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        return AuditVerification.of(rows.iterator().next());
    }
}
