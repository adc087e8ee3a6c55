package dev.lanyard.bench;

import dev.lanyard.demo.DevDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/**
 * What row-level security would cost the token read (docs/adr/0006): the SELECT of the hot path
 * alone, 64 at a time over a pool of 10, with and without policies, and with the tenant told to the
 * database before each read. Arguments: rounds, seconds each.
 */
public final class RowSecurity {
    private static final int AT_ONCE = 64;
    private static final Tuple KEY = Tuple.of("ten_1", "conn_1");
    private static final String[] TABLES = {"connector_profile", "connection", "token_set"};
    private static final String TELL = "SELECT set_config('lanyard.tenant', $1, $2)";

    private static final String BACKENDS =
            "SELECT pid FROM pg_stat_activity WHERE usename = '" + DevDatabase.USER + "'";

    private final EmbeddedPostgres postgres;
    private final Pool pool;
    private final String select;

    private RowSecurity(EmbeddedPostgres postgres, Pool pool, String select) {
        this.postgres = postgres;
        this.pool = pool;
        this.select = select;
    }

    private interface Way {
        Future<?> read();
    }

    /** Measures and prints a line for each way and round. */
    public static void main(String... args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = DevDatabase.open()) {
            fill(postgres);
            RowSecurity bench =
                    new RowSecurity(postgres, pool(vertx, postgres.getPort()), select());
            bench.run("warm up", bench::plain, 2 * seconds);
            for (int round = 0; round < rounds; round++) {
                policies(postgres, "DISABLE");
                bench.run("plain", bench::plain, seconds);
                policies(postgres, "ENABLE");
                bench.run("policy alone", bench::plain, seconds);
                bench.run("told on the connection", bench::told, seconds);
                bench.run("told in a transaction", bench::toldInTransaction, seconds);
            }
            bench.pool.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String select() throws ReflectiveOperationException {
        Field select =
                Class.forName("dev.lanyard.connection.accesstoken.TokenRow")
                        .getDeclaredField("SELECT");
        select.setAccessible(true);
        return (String) select.get(null);
    }

    private static void fill(EmbeddedPostgres postgres) throws SQLException {
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .initSql("SET lanyard.application_user = '" + DevDatabase.USER + "'")
                .load()
                .migrate();
        sql(
                postgres,
                """
                INSERT INTO tenant (tenant_id, name) VALUES ('ten_1', 'Acme');
                INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions, return_urls, credentials_status)
                VALUES ('ten_1', 'prof_1', 'bitbucket', 'Acme', 'c', '', '{}', '{}', 'accepted');
                INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id)
                SELECT 'ten_1', 'conn_' || n, 'prof_1', 'bitbucket', 'u' || n FROM generate_series(1, 10000) n;
                INSERT INTO token_set (tenant_id, connection_id, access_token, refresh_token, expires_at)
                SELECT 'ten_1', id, repeat('t', 100)::bytea, repeat('r', 60)::bytea, now() + interval '2 hours' FROM connection;
                ANALYZE;
                """);
        for (String table : TABLES) {
            sql(
                    postgres,
                    "CREATE POLICY tenants ON %s USING (tenant_id = current_setting('lanyard.tenant', true))"
                            .formatted(table));
        }
        // A connection that nothing is told to reads as this tenant: the policy's own cost.
        sql(postgres, "ALTER ROLE " + DevDatabase.USER + " SET lanyard.tenant = 'ten_1'");
    }

    private static void policies(EmbeddedPostgres postgres, String what) throws SQLException {
        for (String table : TABLES) {
            sql(postgres, "ALTER TABLE " + table + " " + what + " ROW LEVEL SECURITY");
        }
    }

    private static void sql(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Pool pool(Vertx vertx, int port) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(port)
                        .setDatabase("postgres")
                        .setUser(DevDatabase.USER)
                        .setPassword(DevDatabase.USER)
                        .setCachePreparedStatements(true);
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(10))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private Future<?> plain() {
        return pool.preparedQuery(select).execute(KEY).map(RowSecurity::one);
    }

    /** Both statements go out together; the answers come together. */
    private Future<?> told() {
        return pool.withConnection(
                connection -> {
                    connection.preparedQuery(TELL).execute(Tuple.of("ten_1", false));
                    return connection.preparedQuery(select).execute(KEY).map(RowSecurity::one);
                });
    }

    /** What is told is forgotten at the end, whatever happens; all four go out together. */
    private Future<?> toldInTransaction() {
        return pool.withConnection(this::inTransaction);
    }

    private Future<?> inTransaction(SqlConnection connection) {
        connection.query("BEGIN").execute();
        connection.preparedQuery(TELL).execute(Tuple.of("ten_1", true));
        Future<?> read = connection.preparedQuery(select).execute(KEY).map(RowSecurity::one);
        return connection.query("COMMIT").execute().compose(done -> read);
    }

    private static Object one(Iterable<?> rows) {
        return rows.iterator().next();
    }

    private void run(String name, Way way, int seconds) throws InterruptedException {
        LongAdder reads = new LongAdder();
        AtomicBoolean over = new AtomicBoolean();
        long before = cpuMicros();
        for (int i = 0; i < AT_ONCE; i++) {
            again(way, reads, over);
        }
        long start = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        over.set(true);
        long count = reads.sum();
        double rate = count * 1e9 / (System.nanoTime() - start);
        double cpu = (double) (cpuMicros() - before) / count;
        System.out.printf("%-24s %8.0f reads/s   %5.1f us of CPU each%n", name, rate, cpu);
    }

    /** What this process and the database's have used: true on a busy machine, too. */
    private long cpuMicros() {
        return Stream.concat(Stream.of(ProcessHandle.current()), backends())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(used -> used.toNanos() / 1000)
                .sum();
    }

    private Stream<ProcessHandle> backends() {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BACKENDS)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return ids.stream().flatMap(id -> ProcessHandle.of(id).stream());
    }

    private static void fail(Throwable failure, AtomicBoolean over) {
        if (!over.get()) {
            failure.printStackTrace();
        }
    }

    private static void again(Way way, LongAdder reads, AtomicBoolean over) {
        if (over.get()) {
            return;
        }
        way.read()
                .onSuccess(row -> reads.increment())
                .onSuccess(row -> again(way, reads, over))
                .onFailure(failure -> fail(failure, over));
    }
}
