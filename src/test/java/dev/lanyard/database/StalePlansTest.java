package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.OnVertx;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A migration changes what prepared statements return, while they are in use (SQLSTATE 0A000). */
@QuarkusTest
class StalePlansTest {
    /** More than the pool has connections: each of them has prepared it. */
    private static final int MANY = 40;

    private static final String SQL =
            "SELECT v, pg_sleep(0.02)::text FROM stale_plan WHERE id = $1";

    @Inject Pool pool;
    @Inject io.vertx.sqlclient.Pool bare;
    @Inject Vertx vertx;
    @Inject Database database;

    @BeforeEach
    void aTable() {
        drop();
        Owner.execute("CREATE TABLE stale_plan (id int, v int)");
        Owner.execute("INSERT INTO stale_plan VALUES (1, 7)");
        Owner.execute("GRANT SELECT, INSERT ON stale_plan TO PUBLIC");
    }

    @AfterEach
    void drop() {
        Owner.execute("DROP TABLE IF EXISTS stale_plan");
    }

    private static void migrate() {
        Owner.execute("ALTER TABLE stale_plan ALTER COLUMN v TYPE text");
    }

    @Test
    void aStatementOfThePoolIsAskedAgain() {
        all(() -> ask(pool));

        migrate();

        assertThat(all(() -> ask(pool))).containsOnly("7");
    }

    @Test
    void aTransactionIsDoneOnceMore() {
        all(() -> pool.withTransaction(this::insertAndAsk));
        int rows = rows();

        migrate();

        assertThat(all(() -> pool.withTransaction(this::insertAndAsk))).containsOnly("7");
        assertThat(rows()).isEqualTo(rows + MANY);
    }

    private Uni<String> insertAndAsk(SqlClient transaction) {
        return transaction
                .preparedQuery("INSERT INTO stale_plan (id) VALUES ($1)")
                .execute(Tuple.of(2))
                .chain(() -> ask(transaction));
    }

    private static int rows() {
        return Owner.column("SELECT 1 FROM stale_plan").size();
    }

    @Test
    void aSessionsTransactionIsDoneOnceMore() {
        work();

        migrate();

        assertThat(work()).isEqualTo("7");
    }

    private String work() {
        return OnVertx.await(() -> Transactions.write(() -> Transactions.sql().chain(this::ask)));
    }

    @Test
    void aPipelinesQueryIsAskedOfThePoolAndThePipelineIsRenewed() {
        Context loop = vertx.getOrCreateContext();
        QueryPipeline own =
                new QueryPipeline(
                        vertx,
                        database,
                        database.connectOptions(),
                        SQL,
                        QueryPipeline.TRIES_UNASKED);
        try (FrequentQuery query = new FrequentQuery(vertx, bare, SQL, List.of(own))) {
            awaitOpen(loop, own);
            assertThat(ask(loop, query).join()).isEqualTo("7");

            migrate();

            assertThat(IntStream.range(0, 20).mapToObj(n -> ask(loop, query)).toList())
                    .extracting(CompletableFuture::join)
                    .containsOnly("7");
            awaitOpen(loop, own);
            assertThat(ask(loop, query).join()).isEqualTo("7");
        }
    }

    /** On the loop that asks, as ever. */
    private static void awaitOpen(Context loop, QueryPipeline pipeline) {
        await().until(() -> isOpen(loop, pipeline).join());
    }

    private static CompletableFuture<Boolean> isOpen(Context loop, QueryPipeline pipeline) {
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        loop.runOnContext(go -> open.complete(pipeline.query() != null));
        return open;
    }

    private static CompletableFuture<String> ask(Context loop, FrequentQuery query) {
        CompletableFuture<String> told = new CompletableFuture<>();
        loop.runOnContext(
                go ->
                        query.execute(io.vertx.sqlclient.Tuple.of(1))
                                .onSuccess(
                                        rows ->
                                                told.complete(
                                                        String.valueOf(
                                                                rows.iterator()
                                                                        .next()
                                                                        .getValue(0))))
                                .onFailure(told::completeExceptionally));
        return told;
    }

    private Uni<String> ask(SqlClient client) {
        return client.preparedQuery(SQL)
                .execute(Tuple.of(1))
                .map(rows -> String.valueOf(rows.iterator().next().getValue(0)));
    }

    private static List<String> all(Supplier<Uni<String>> work) {
        return IntStream.range(0, MANY)
                .mapToObj(n -> work.get().subscribeAsCompletionStage())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
