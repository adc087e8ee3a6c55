package dev.lanyard.database;

import static dev.lanyard.support.OnVertx.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.id.Ids;
import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.support.Owner;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionsTest {
    private static final String RENAME =
            "UPDATE samples.column_sample SET name = $3 WHERE tenant_id = $1 AND id = $2";

    @Inject ColumnSamples samples;
    @Inject Scheduler scheduler;
    @Inject Vertx vertx;

    @BeforeAll
    static void createTable() {
        ColumnSample.createTable();
    }

    private Uni<Void> storeAndRename(ColumnSample sample) {
        return samples.store(sample)
                .chain(Transactions::sql)
                .chain(
                        sql ->
                                sql.preparedQuery(RENAME)
                                        .execute(Tuple.of(sample.tenantId, sample.id, "by SQL")))
                .replaceWithVoid();
    }

    private static List<String> nameOf(ColumnSample sample) {
        return Owner.column("SELECT name FROM samples.column_sample WHERE id = ?", sample.id);
    }

    @Test
    void commitsEntitiesAndSqlTogether() {
        ColumnSample sample = ColumnSample.of(Ids.next("ten_"));

        await(() -> Transactions.write(() -> storeAndRename(sample)));

        assertThat(nameOf(sample)).containsExactly("by SQL");
    }

    @Test
    void undoesEntitiesAndSqlTogether() {
        ColumnSample sample = ColumnSample.of(Ids.next("ten_"));
        RuntimeException late = new IllegalArgumentException("late");

        assertThatThrownBy(
                        () ->
                                await(
                                        () ->
                                                Transactions.write(
                                                        () ->
                                                                storeAndRename(sample)
                                                                        .invoke(
                                                                                () -> {
                                                                                    throw late;
                                                                                }))))
                .isSameAs(late);

        assertThat(nameOf(sample)).isEmpty();
    }

    private static Uni<String> nameBySql(ColumnSample sample) {
        return Transactions.sql()
                .chain(
                        sql ->
                                sql.preparedQuery(
                                                "SELECT name FROM samples.column_sample WHERE id ="
                                                        + " $1")
                                        .execute(Tuple.of(sample.id)))
                .map(rows -> rows.iterator().next().getString("name"));
    }

    @Test
    void sqlSeesWhatWasChangedBeforeIt() {
        ColumnSample sample = ColumnSample.of(Ids.next("ten_"));

        String seen =
                await(
                        () ->
                                Transactions.write(
                                        () ->
                                                samples.store(sample)
                                                        .invoke(stored -> stored.name = "changed")
                                                        .chain(TransactionsTest::nameBySql)));

        assertThat(seen).isEqualTo("changed");
    }

    @Test
    void givesNoSqlOutsideOfATransaction() {
        assertThatThrownBy(() -> await(Transactions::sql))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> await(() -> Transactions.read(Transactions::sql)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Uni<Object> slowly() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select 1").getSingleResult());
    }

    @Test
    void refusesTwoSessionsAtOnceInOneContext() {
        Supplier<Uni<Object>> read = () -> Transactions.read(TransactionsTest::slowly);

        assertThatThrownBy(() -> await(() -> Uni.join().all(read.get(), read.get()).andFailFast()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A session is open");
    }

    @Test
    void refusesASessionWithinAnother() {
        assertThatThrownBy(
                        () ->
                                await(
                                        () ->
                                                Transactions.write(
                                                        () ->
                                                                Transactions.read(
                                                                        Panache::getSession))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensANewSessionAfterOneThatIsClosed() {
        Supplier<Uni<Mutiny.Session>> read = () -> Transactions.read(Panache::getSession);

        boolean same = await(() -> read.get().chain(one -> read.get().map(other -> one == other)));

        assertThat(same).isFalse();
    }

    @Test
    void closesTheSessionHoweverItEnds() {
        Uni<Object> failing =
                Transactions.write(() -> Uni.createFrom().failure(IllegalArgumentException::new));

        for (int more = 0; more < 50; more++) { // than the pool has connections
            boolean open =
                    await(
                            () ->
                                    failing.onFailure()
                                            .recoverWithNull()
                                            .map(x -> Transactions.isOpen()));
            assertThat(open).isFalse();
        }
    }

    private static Uni<Object> aMoment() {
        return Panache.getSession()
                .chain(
                        session ->
                                session.createNativeQuery("select 1 from pg_sleep(0.1)")
                                        .getSingleResult());
    }

    @Test
    void returnsTheConnectionThoughNobodyWaitsForIt() {
        for (int more = 0; more < 50; more++) { // than the pool has connections
            Uni<Object> impatient =
                    Transactions.write(TransactionsTest::aMoment)
                            .ifNoItem()
                            .after(Duration.ofMillis(10))
                            .fail();
            assertThatThrownBy(() -> await(() -> impatient)).isInstanceOf(TimeoutException.class);
        }

        assertThat(await(() -> Transactions.read(TransactionsTest::slowly))).isEqualTo(1);
    }

    @Test
    void failsAsTheSqlClientDoes() {
        Supplier<Uni<Object>> refused =
                () ->
                        Panache.getSession()
                                .chain(
                                        session ->
                                                session.createNativeQuery("select 1/0")
                                                        .getSingleResult());

        assertThatThrownBy(() -> await(() -> Transactions.read(refused)))
                .isInstanceOfSatisfying(
                        PgException.class,
                        failure -> assertThat(failure.getSqlState()).isEqualTo("22012"));
    }

    @Test
    void hasNoSessionForAContextThatAllShare() {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();

        vertx.getOrCreateContext()
                .runOnContext(
                        go ->
                                Transactions.read(Panache::getSession)
                                        .subscribe()
                                        .with(
                                                session -> refusal.complete(null),
                                                refusal::complete));

        assertThat(refusal)
                .succeedsWithin(5, TimeUnit.SECONDS)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasASessionForAJob() {
        CompletableFuture<Mutiny.Session> session = new CompletableFuture<>();

        scheduler
                .newJob("a session for a job")
                .setInterval("1s")
                .setAsyncTask(
                        tick ->
                                Transactions.read(Panache::getSession)
                                        .invoke(session::complete)
                                        .replaceWithVoid())
                .schedule();

        assertThat(session).succeedsWithin(10, TimeUnit.SECONDS);
        scheduler.unscheduleJob("a session for a job");
    }

    @Test
    void refusesACallOutsideWhileASessionIsOpen() {
        OutboundClient outbound = new OutboundClient(vertx, Optional.empty(), 1_000);
        RequestOptions nowhere = new RequestOptions().setAbsoluteURI("http://localhost:1/");
        Supplier<Uni<OutboundClient.Reply>> call =
                () ->
                        outbound.send(
                                nowhere,
                                Map.of(),
                                Buffer.buffer(),
                                Deadline.within(Duration.ofSeconds(5)));

        assertThatThrownBy(() -> await(() -> Transactions.read(call)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A session of the database is open");
        assertThatThrownBy(() -> await(call)).hasRootCauseInstanceOf(IOException.class);
        outbound.close();
    }
}
