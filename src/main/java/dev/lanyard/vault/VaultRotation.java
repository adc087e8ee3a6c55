package dev.lanyard.vault;

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
import org.jboss.logging.Logger;

/**
 * Wraps the data keys again under the operator's first key, while Lanyard serves: batch by batch, a
 * transaction each, by whichever replica gets the lock of the rotation's row. A replica that dies
 * loses its lock with its connection, and another goes on from the last whole batch.
 */
@ApplicationScoped
class VaultRotation {
    private static final Logger LOG = Logger.getLogger(VaultRotation.class);

    private static final String REQUEST =
            """
            INSERT INTO vault_rotation (vault_key_id) VALUES ($1)
            ON CONFLICT (singleton) DO UPDATE
            SET vault_key_id = $1, done_up_to = '', requested_at = now(), finished_at = NULL
            """;

    /** Nobody waits for the lock of a replica that has stopped in the middle of a batch. */
    private static final String BOUND = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    private static final String CLAIM =
            """
            SELECT done_up_to FROM vault_rotation
            WHERE vault_key_id = $1 AND finished_at IS NULL FOR UPDATE SKIP LOCKED
            """;

    private static final String NEXT =
            """
            SELECT tenant_id, vault_key_id, wrapped FROM data_key
            WHERE tenant_id > $1 AND vault_key_id <> $2
            ORDER BY tenant_id LIMIT $3 FOR UPDATE
            """;

    private static final String STORE =
            """
            UPDATE data_key SET vault_key_id = $1, wrapped = again.wrapped
            FROM unnest($2::text[], $3::bytea[]) AS again (tenant_id, wrapped)
            WHERE data_key.tenant_id = again.tenant_id
            """;

    private static final String ADVANCE =
            """
            UPDATE vault_rotation
            SET done_up_to = $1, finished_at = CASE WHEN $2 THEN now() END
            """;

    private final RecurringTask rotating = new RecurringTask(LOG, "Rotation of data keys");
    private final Pool pool;
    private final KeyRing ring;

    VaultRotation(Pool pool, KeyRing ring) {
        this.pool = pool;
        this.ring = ring;
    }

    /** Asks for it, from the beginning; some replica that has the same first key begins soon. */
    Uni<Void> request() {
        return pool.preparedQuery(REQUEST)
                .execute(Tuple.of(ring.current().primary()))
                .replaceWithVoid();
    }

    /** Does what is asked for, if no other replica is at it. */
    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> work() {
        return rotating.run(
                Uni.createFrom()
                        .deferred(this::batch)
                        .repeat()
                        .whilst(Boolean::booleanValue)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One batch; whether there is more. */
    private Uni<Boolean> batch() {
        VaultKeys keys = ring.current();
        return pool.withTransaction(
                transaction ->
                        transaction
                                .query(BOUND)
                                .execute()
                                .chain(() -> claim(transaction, keys))
                                .chain(claimed -> next(transaction, keys, claimed)));
    }

    private static Uni<RowSet<Row>> claim(SqlClient transaction, VaultKeys keys) {
        return transaction.preparedQuery(CLAIM).execute(Tuple.of(keys.primary()));
    }

    private static Uni<Boolean> next(SqlClient transaction, VaultKeys keys, RowSet<Row> claimed) {
        if (claimed.size() == 0) {
            return Uni.createFrom().item(false);
        }
        String after = claimed.iterator().next().getString("done_up_to");
        return transaction
                .preparedQuery(NEXT)
                .execute(Tuple.of(after, keys.primary(), RewrapBatch.SIZE))
                .map(rows -> RewrapBatch.rewrap(keys, after, rows))
                .call(rewrapBatch -> store(transaction, keys, rewrapBatch))
                .call(rewrapBatch -> advance(transaction, keys, rewrapBatch))
                .map(rewrapBatch -> !rewrapBatch.isLast());
    }

    private static Uni<Void> store(SqlClient transaction, VaultKeys keys, RewrapBatch rewrapBatch) {
        return transaction
                .preparedQuery(STORE)
                .execute(Tuple.of(keys.primary(), rewrapBatch.tenantIds(), rewrapBatch.wrapped()))
                .replaceWithVoid();
    }

    private static Uni<Void> advance(
            SqlClient transaction, VaultKeys keys, RewrapBatch rewrapBatch) {
        return transaction
                .preparedQuery(ADVANCE)
                .execute(Tuple.of(rewrapBatch.upTo(), rewrapBatch.isLast()))
                .invoke(() -> log(keys, rewrapBatch))
                .replaceWithVoid();
    }

    private static void log(VaultKeys keys, RewrapBatch rewrapBatch) {
        if (rewrapBatch.isLast()) {
            LOG.infof("data keys rotated: wrapped by the key %s", keys.primary());
        }
    }
}
