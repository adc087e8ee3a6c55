package dev.lanyard.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lanyard.config.Config;
import dev.lanyard.support.TestDatabase;
import io.netty.channel.unix.Errors.NativeIoException;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures as the SQL client really has them, on a pool of one connection. */
@QuarkusTest
class DatabaseFailuresTest {
    @Inject Vertx vertx;
    @Inject Config config;
    @Inject Pool others;
    private Pool pool;

    private PgConnectOptions options() {
        return new PgConnectOptions()
                .setHost(config.db().host())
                .setPort(config.db().port())
                .setDatabase(config.db().name())
                .setUser(config.db().user())
                .setPassword(config.db().password().orElseThrow());
    }

    private Pool pool(PgConnectOptions options) {
        PoolOptions one =
                new PoolOptions()
                        .setMaxSize(1)
                        .setConnectionTimeout(200)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool().connectingTo(options).with(one).using(vertx).build();
    }

    @BeforeEach
    void open() {
        pool = pool(options());
    }

    @AfterEach
    void close() {
        pool.closeAndAwait();
    }

    private static void assertUnavailable(Throwable failure) {
        assertThat(failure).isNotNull();
        assertThat(Problems.problem(failure, "test").code())
                .as("%s", failure)
                .isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void nobodyListens() {
        Pool nowhere = pool(options().setPort(TestDatabase.freePort()));

        assertUnavailable(catchThrowable(() -> nowhere.query("SELECT 1").executeAndAwait()));
        nowhere.closeAndAwait();
    }

    @Test
    void theHostHasNoAddress() {
        Pool nowhere = pool(options().setHost("nowhere.invalid"));

        assertUnavailable(catchThrowable(() -> nowhere.query("SELECT 1").executeAndAwait()));
        nowhere.closeAndAwait();
    }

    @Test
    void thePasswordIsRefused() {
        Pool stranger = pool(options().setUser("nobody"));

        assertUnavailable(catchThrowable(() -> stranger.query("SELECT 1").executeAndAwait()));
        stranger.closeAndAwait();
    }

    @Test
    void everyConnectionIsTaken() {
        SqlConnection taken = pool.getConnectionAndAwait();

        assertUnavailable(catchThrowable(() -> pool.query("SELECT 1").executeAndAwait()));
        taken.closeAndAwait();
    }

    @Test
    void theServerEndsTheConnectionUnderAStatement() {
        SqlConnection connection = pool.getConnectionAndAwait();
        int backend =
                connection
                        .query("SELECT pg_backend_pid()")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getInteger(0);
        CompletableFuture<?> statement =
                connection.query("SELECT pg_sleep(30)").execute().subscribeAsCompletionStage();

        others.query("SELECT pg_terminate_backend(" + backend + ")").executeAndAwait();

        assertUnavailable(catchThrowable(() -> statement.get(10, TimeUnit.SECONDS)));
        assertUnavailable(catchThrowable(() -> connection.query("SELECT 1").executeAndAwait()));
    }

    @Test
    void theConnectionIsResetOrItsPipeIsBroken() {
        assertUnavailable(new NativeIoException("recvAddress", -104));
        assertUnavailable(new IOException("Broken pipe"));
    }

    @Test
    void aStatementTakesTooLong() {
        SqlConnection connection = pool.getConnectionAndAwait();
        connection.query("SET statement_timeout = 20").executeAndAwait();

        assertUnavailable(
                catchThrowable(() -> connection.query("SELECT pg_sleep(5)").executeAndAwait()));
    }

    @Test
    void aBrokenConstraintIsAFaultOfOurs() {
        Throwable failure =
                catchThrowable(
                        () ->
                                pool.query(
                                                "INSERT INTO tenant (tenant_id, name) VALUES ('x',"
                                                        + " NULL)")
                                        .executeAndAwait());

        assertThat(Problems.problem(failure, "test").code()).isEqualTo(ProblemCode.INTERNAL);
    }
}
