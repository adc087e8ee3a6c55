package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FrequentQueryTest {
    private static final String OWN = "test-of-frequent-query";

    /** Which connection answers, and whether it is one of the pool's. */
    private static final String WHO =
            "SELECT pg_backend_pid(), current_setting('application_name'), $1::int";

    private static final String WHO_AFTER = WHO.replace("$1::int", "pg_sleep($1::float8)::text");
    private static final Duration SILENCE = Duration.ofSeconds(9);

    @Inject Vertx vertx;
    @Inject Pool pool;
    @Inject Database database;

    private Context loop;
    private FrequentQuery query;

    @BeforeEach
    void chooseALoop() {
        loop = vertx.getOrCreateContext();
    }

    @AfterEach
    void close() {
        if (query != null) {
            query.close();
        }
    }

    @Test
    void hasManyUnderWayAtOnceOnOneConnection() {
        query = query(WHO, QueryPipeline.TRIES_UNASKED);
        int pid = ownPid();

        List<CompletableFuture<Integer>> pids =
                IntStream.range(0, 100).mapToObj(number -> pid(Tuple.of(number))).toList();

        assertThat(pids).extracting(CompletableFuture::join).containsOnly(pid);
    }

    @Test
    void tellsEachCallerOnItsOwnContext() {
        query = query(WHO, QueryPipeline.TRIES_UNASKED);
        ownPid();
        ContextInternal request = ((ContextInternal) loop).duplicate();
        CompletableFuture<Context> told = new CompletableFuture<>();

        request.runOnContext(
                go ->
                        query.execute(Tuple.of(1))
                                .onComplete(done -> told.complete(Vertx.currentContext())));

        assertThat(told.join()).isSameAs(request);
    }

    @Test
    void opensAnotherConnectionWhenItsOwnIsCut() {
        query = query(WHO, QueryPipeline.TRIES_UNASKED);
        int cut = ownPid();

        Owner.column("SELECT pg_terminate_backend(" + cut + ")");

        await().ignoreExceptions().until(() -> pid(Tuple.of(1)).join() != cut);
        assertThat(ownPid()).isNotEqualTo(cut);
    }

    @Test
    void isPreparedAgainWhenItsPlanIsLost() {
        Owner.execute("CREATE TABLE frequent (id int)");
        Owner.execute("GRANT SELECT ON frequent TO PUBLIC");
        query = query("SELECT * FROM frequent WHERE id = $1", QueryPipeline.TRIES_UNASKED);
        await().pollInterval(Duration.ofMillis(50))
                .during(Duration.ofSeconds(1))
                .until(() -> ask(Tuple.of(1)).join().columnsNames().size() == 1);

        Owner.execute("ALTER TABLE frequent ADD COLUMN more int");

        await().ignoreExceptions().until(() -> ask(Tuple.of(1)).join().columnsNames().size() == 2);
        Owner.execute("DROP TABLE frequent");
    }

    @Test
    void givesAServerUpThatSaysNothing() {
        query = query(WHO_AFTER, QueryPipeline.TRIES_UNASKED);
        int silent = ownPid();

        CompletableFuture<Integer> waiting = pid(Tuple.of(60.0));
        await().atMost(SILENCE).until(waiting::isCompletedExceptionally);

        assertThat(ownPid()).isNotEqualTo(silent);
    }

    @Test
    void asksThePoolOnlyWhereItHasNoConnection() {
        query = new FrequentQuery(vertx, pool, WHO, List.of());

        assertThat(pid(Tuple.of(1)).join()).isPositive();
    }

    @Test
    void closesAConnectionThatNobodyAsks() {
        query = query(WHO, 1);
        int unasked = ownPid();

        await().atMost(SILENCE).until(() -> !isConnected(unasked));

        assertThat(ownPid()).isNotEqualTo(unasked);
    }

    @Test
    void leavesThePoolHalfOfAllConnections() {
        assertThat(Database.pipelines(4, 10)).isEqualTo(4);
        assertThat(Database.pipelines(32, 10)).isEqualTo(5);
        assertThat(Database.pipelines(4, 1)).isZero();
    }

    private FrequentQuery query(String sql, int triesUnasked) {
        PgConnectOptions options = database.connectOptions().addProperty("application_name", OWN);
        return new FrequentQuery(
                vertx,
                pool,
                sql,
                List.of(new QueryPipeline(vertx, database, options, sql, triesUnasked)));
    }

    /** Of the connection that is not the pool's. */
    private int ownPid() {
        return await().ignoreExceptions()
                .until(() -> ask(Tuple.of(0)).join().iterator().next(), FrequentQueryTest::isOwn)
                .getInteger(0);
    }

    private static boolean isOwn(Row row) {
        return row.getString(1).equals(OWN);
    }

    private static boolean isConnected(int pid) {
        return !Owner.column("SELECT 1 FROM pg_stat_activity WHERE pid = " + pid).isEmpty();
    }

    private CompletableFuture<Integer> pid(Tuple arguments) {
        return ask(arguments).thenApply(rows -> rows.iterator().next().getInteger(0));
    }

    private CompletableFuture<RowSet<Row>> ask(Tuple arguments) {
        CompletableFuture<RowSet<Row>> result = new CompletableFuture<>();
        loop.runOnContext(
                go ->
                        query.execute(arguments)
                                .onSuccess(result::complete)
                                .onFailure(result::completeExceptionally));
        return result;
    }
}
