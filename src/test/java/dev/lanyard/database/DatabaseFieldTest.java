package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.config.Config;
import dev.lanyard.demo.DevDatabase;
import dev.lanyard.support.Environment;
import dev.lanyard.support.Owner;
import dev.lanyard.support.SilentRelay;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What databases and the networks before them do, to a pool of two connections of its own. */
@QuarkusTest
class DatabaseFieldTest {
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @TempDir Path folder;
    @Inject Config config;

    private final Vertx vertx = Vertx.vertx();
    private SilentRelay relay;
    private Pool pool;

    @BeforeEach
    void open() {
        relay = new SilentRelay(config.db().port());
        pool = pool(environment());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        relay.close();
    }

    private Environment environment() {
        return Environment.complete()
                .with("LANYARD_DB_HOST", "127.0.0.1")
                .with("LANYARD_DB_PORT", String.valueOf(relay.port()))
                .with("LANYARD_DB_NAME", config.db().name())
                .with("LANYARD_DB_USER", DevDatabase.USER)
                .with("LANYARD_DB_PASSWORD", DevDatabase.USER)
                .with("LANYARD_DB_SSL_MODE", "disable")
                .with("LANYARD_DB_POOL_SIZE", "2");
    }

    private Pool pool(Environment environment) {
        Config ours =
                environment
                        .sources()
                        .addDefaultInterceptors()
                        .withConverter(
                                Duration.class,
                                200,
                                new io.quarkus.runtime.configuration.DurationConverter())
                        .withMapping(Config.class)
                        .withMappingIgnore("lanyard.**")
                        .build()
                        .getConfigMapping(Config.class);
        return new Database(ours, true).create(new Input(vertx));
    }

    private record Input(Vertx vertx) implements PgPoolCreator.Input {
        @Override
        public PoolOptions poolOptions() {
            return new PoolOptions();
        }

        @Override
        public List<PgConnectOptions> pgConnectOptionsList() {
            return List.of(new PgConnectOptions());
        }
    }

    private CompletableFuture<String> ask(String sql) {
        return ask(pool, sql);
    }

    private static CompletableFuture<String> ask(Pool pool, String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getValue(0).toString())
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<?> asked) {
        return asked.handle((value, failure) -> failure)
                .orTimeout(SECONDS.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void aHostThatVanishesCostsSecondsAndNoRestart() {
        ask("SELECT 1").join();

        relay.vanish();
        CompletableFuture<String> waiting = ask("SELECT 2");

        assertThat(failure(waiting)).isNotNull();
        relay.comeBack();
        await().atMost(SECONDS).ignoreExceptions().until(() -> answers("SELECT 3", "3"));
    }

    @Test
    void aHandshakeThatIsNotAnsweredEnds() {
        relay.vanish();

        assertThat(failure(ask("SELECT 1"))).isNotNull();
        relay.comeBack();
        await().atMost(SECONDS).ignoreExceptions().until(() -> answers("SELECT 3", "3"));
    }

    @Test
    void idleConnectionsThatAFirewallForgotAreReplacedBeforeTheyAreAsked()
            throws InterruptedException {
        ask("SELECT 1").join();

        relay.drop();
        TimeUnit.SECONDS.sleep(8);

        assertThat(ask("SELECT 2")).succeedsWithin(Duration.ofSeconds(2));
    }

    private boolean answers(String sql, String expected) throws Exception {
        return ask(sql).get(1, TimeUnit.SECONDS).equals(expected);
    }

    @Test
    void aLockedRowDoesNotEmptyThePool() throws SQLException {
        Owner.execute("CREATE TABLE IF NOT EXISTS samples_locked (id int)");
        Owner.execute("GRANT SELECT, UPDATE ON samples_locked TO PUBLIC");
        Owner.execute("INSERT INTO samples_locked VALUES (1)");
        Pool bounded = bounded();
        try (Connection holder = Owner.connect();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT 1 FROM samples_locked FOR UPDATE");

            List<CompletableFuture<Object>> given =
                    IntStream.range(0, 2).mapToObj(number -> update(bounded)).toList();

            // ended by the server's lock_timeout, or cut where no connection says anything
            // meanwhile
            assertThat(given)
                    .allSatisfy(
                            update ->
                                    assertThat(failure(update))
                                            .isInstanceOfAny(
                                                    PgException.class,
                                                    ClosedConnectionException.class));
            assertThat(ask(bounded, "SELECT 4")).succeedsWithin(Duration.ofSeconds(1));
            holder.rollback();
        } finally {
            Owner.execute("DROP TABLE samples_locked");
        }
    }

    private Pool bounded() {
        return new Database(config, false).create(new Input(vertx));
    }

    private static CompletableFuture<Object> update(Pool pool) {
        return pool.<Object>withTransaction(
                        c -> c.query("UPDATE samples_locked SET id = 2").execute().mapEmpty())
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Test
    void everySessionIsBoundedAtTheServer() {
        Pool bounded = bounded();

        assertThat(ask(bounded, "SHOW lock_timeout").join()).isEqualTo("7s");
        assertThat(ask(bounded, "SHOW statement_timeout").join()).isEqualTo("10s");
        assertThat(ask(bounded, "SHOW idle_in_transaction_session_timeout").join())
                .isEqualTo("10s");
        assertThat(ask(bounded, "SHOW jit").join()).isEqualTo("off");
    }

    @Test
    void aTransactionThatNobodyEndsIsEnded() {
        SqlConnection left = pool.getConnection().toCompletionStage().toCompletableFuture().join();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        left.closeHandler(closed::complete);
        left.begin().toCompletionStage().toCompletableFuture().join();

        assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void connectionsOfADatabaseThatTurnedReadOnlyAreReplaced() {
        Owner.execute("CREATE ROLE turning LOGIN PASSWORD 'turning'");
        Owner.execute("GRANT SELECT, INSERT ON tenant TO turning");
        Owner.execute("ALTER ROLE turning SET default_transaction_read_only = on");
        Pool turning = pool(environment().with("LANYARD_DB_USER", "turning"));
        String write = "CREATE TEMPORARY TABLE written AS SELECT 1";
        String pid = ask(turning, "SELECT pg_backend_pid()").join();

        Owner.execute("ALTER ROLE turning RESET default_transaction_read_only");
        Throwable failure =
                failure(turning.query(write).execute().toCompletionStage().toCompletableFuture());

        assertThat(failure).isInstanceOf(PgException.class);
        await().atMost(SECONDS)
                .ignoreExceptions()
                .until(() -> !ask(turning, "SELECT pg_backend_pid()").join().equals(pid));
        assertThat(turning.query(write).execute().toCompletionStage().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(2));
        turning.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aLogInThatIsRefusedIsNotRepeatedByEverybody() {
        Pool stranger = pool(environment().with("LANYARD_DB_USER", "nobody"));
        int before = relay.accepted();

        for (int i = 0; i < 50; i++) {
            assertThat(failure(ask(stranger, "SELECT 1"))).isInstanceOf(PgException.class);
        }

        assertThat(relay.accepted() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void readsThePasswordFileAtEachNewConnection() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "one\r\n");
        Config ours =
                ConfigProvider.getConfig()
                        .unwrap(io.smallrye.config.SmallRyeConfig.class)
                        .getConfigMapping(Config.class);
        DatabasePassword password = DatabasePassword.of(new InFile(ours.db(), file));

        assertThat(password.read()).isEqualTo("one");
        Files.writeString(file, "two");

        assertThat(password.read(vertx).toCompletionStage().toCompletableFuture().join())
                .isEqualTo("two");
        assertThat(password.toString()).doesNotContain("two");
    }

    /** A configuration that is another's but for the file. */
    private record InFile(Config.DatabaseConfig db, Path file) implements Config.DatabaseConfig {
        @Override
        public String host() {
            return db.host();
        }

        @Override
        public int port() {
            return db.port();
        }

        @Override
        public String name() {
            return db.name();
        }

        @Override
        public String user() {
            return db.user();
        }

        @Override
        public java.util.Optional<String> password() {
            return java.util.Optional.empty();
        }

        @Override
        public java.util.Optional<Path> passwordFile() {
            return java.util.Optional.of(file);
        }

        @Override
        public Config.SslMode sslMode() {
            return db.sslMode();
        }

        @Override
        public java.util.Optional<Path> sslRootCert() {
            return db.sslRootCert();
        }

        @Override
        public int poolSize() {
            return db.poolSize();
        }

        @Override
        public Config.MigrationConfig migration() {
            return db.migration();
        }
    }
}
