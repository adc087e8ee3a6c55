package dev.lanyard.connection.background;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.background.DueTokenSets.Share;
import dev.lanyard.demo.DevDatabase;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a tick of background work costs among many idle connections. {@code
 * -Didle.connections=1000000} is the full size.
 */
class DueTokenSetsTest {
    private static final int IDLE = Integer.getInteger("idle.connections", 50_000);
    private static final Share ROOM = new Share(256, 16, Set.of());
    private static final String IDLE_CONNECTIONS =
            """
            INSERT INTO tenant (tenant_id, name) VALUES ('ten_a', 'A');
            INSERT INTO connector_profile (tenant_id, id, provider, name, client_id, client_secret, permissions,
                return_urls, credentials_status)
            SELECT 'ten_a', 'prof_' || p, 'bitbucket', 'P', 'c', '', '{}', '{}', 'accepted' FROM generate_series(0, 9) p;
            INSERT INTO connection (tenant_id, id, connector_profile_id, provider, end_user_id, account_id)
            SELECT 'ten_a', 'conn_' || n, 'prof_' || n %% 10, 'bitbucket', 'u' || n, 'a' FROM generate_series(1, %1$d) n;
            INSERT INTO token_set (tenant_id, connection_id, profile_id, access_token, refresh_token, expires_at, due_at)
            SELECT 'ten_a', 'conn_' || n, 'prof_' || n %% 10, decode(repeat('ab', 330), 'hex'), decode(repeat('cd', 330), 'hex'),
                now(), now() + interval '1 hour' + n * interval '45 days' / %1$d
            FROM generate_series(1, %1$d) n
            """
                    .formatted(IDLE);

    private static EmbeddedPostgres database;
    private static Vertx vertx;
    private static Pool pool;
    private final DueTokenSets rows = new DueTokenSets(pool);

    @BeforeAll
    static void aDatabaseOfManyIdleConnections() {
        database = DevDatabase.open();
        Flyway.configure().dataSource(database.getPostgresDatabase()).load().migrate();
        vertx = Vertx.vertx();
        PgConnectOptions address =
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(database.getPort())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setCachePreparedStatements(true);
        pool =
                Pool.newInstance(
                        PgBuilder.pool()
                                .with(new PoolOptions().setMaxSize(4))
                                .connectingTo(address)
                                .using(vertx)
                                .build());
        run(IDLE_CONNECTIONS);
        run("VACUUM (ANALYZE) token_set");
        run("VACUUM (ANALYZE) connection");
    }

    @AfterAll
    static void close() throws IOException {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    @BeforeEach
    void nothingIsDue() {
        run(
                "UPDATE token_set SET due_at = now() + interval '1 day', presented_at = NULL WHERE"
                        + " due_at <= now() + interval '30 minutes'");
    }

    @Test
    void findsWhatIsDueByTheIndexAlone() {
        assertThat(plan(""))
                .contains("Index Only Scan using token_set_due_now")
                .doesNotContain("Seq");
        assertThat(plan(DueTokenSets.OUTSTANDING_ONLY))
                .contains("Index Only Scan using token_set_outstanding_now")
                .doesNotContain("Seq");
    }

    private static String plan(String condition) {
        String find =
                DueTokenSets.FIND.formatted(condition).replace("$2::text[]", "'{prof_x}'::text[]");
        return lines("EXPLAIN " + find);
    }

    @Test
    void aTickCostsWhatIsDueAndNotWhatIsStored() {
        long idle = median(0);
        long busy = median(64);

        System.out.printf(
                "tick of %,d idle connections: %d us; with 64 due: %d us%n", IDLE, idle, busy);
        assertThat(Duration.ofNanos(idle * 1_000)).isLessThan(Duration.ofMillis(50));
        assertThat(Duration.ofNanos(busy * 1_000)).isLessThan(Duration.ofMillis(50));
    }

    /** Of 41 ticks, in microseconds. */
    private long median(int due) {
        return IntStream.range(0, 41).mapToLong(tick -> tick(due)).sorted().toArray()[20];
    }

    private long tick(int due) {
        nothingIsDue();
        due(1, due);
        long began = System.nanoTime();
        claimOutstanding(ROOM);
        List<Due> claimed = claim(ROOM);
        long took = (System.nanoTime() - began) / 1_000;
        assertThat(claimed).hasSize(due);
        return took;
    }

    @Test
    void twoReplicasClaimEachRowOnce() {
        due(1, 60);

        List<Due> first = claim(ROOM);
        List<Due> second = claim(ROOM);

        assertThat(first).hasSize(60);
        assertThat(second).isEmpty();
    }

    @Test
    void oneProfilesFloodLeavesRoomForTheOthers() {
        run(
                "UPDATE token_set SET due_at = now() - interval '1 hour' WHERE profile_id ="
                        + " 'prof_1' AND connection_id <= 'conn_2'");
        due(2, 2);
        due(10, 10);

        List<Due> flood = claim(ROOM);
        List<Due> others = claim(ROOM.without(Set.of("prof_1", "prof_0")));

        assertThat(ofProfile(flood, "prof_1")).isEqualTo(16);
        assertThat(ROOM.spentBy(flood)).containsExactly("prof_1");
        assertThat(others).singleElement().extracting(Due::profileId).isEqualTo("prof_2");
    }

    private static long ofProfile(List<Due> claimed, String profile) {
        return claimed.stream().filter(due -> due.profileId().equals(profile)).count();
    }

    @Test
    void outstandingAnswersAreClaimedBeforeAllThatIsDueLonger() {
        due(1, 30);
        run(
                "UPDATE token_set SET due_at = now(), presented_at = now() WHERE connection_id IN"
                        + " ('conn_35', 'conn_36')");

        List<Due> outstanding = claimOutstanding(ROOM);

        assertThat(
                        outstanding.stream()
                                .map(due -> due.connection().id())
                                .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("conn_35", "conn_36");
        assertThat(outstanding).allMatch(Due::outstanding);
    }

    /** Rows that a version before V3 wrote. */
    @Test
    void aRowWithoutItsProfileLearnsItWhenItIsClaimed() {
        due(7, 7);
        run("UPDATE token_set SET profile_id = NULL WHERE connection_id = 'conn_7'");

        List<Due> claimed = claim(new Share(256, 16, Set.of("prof_3")));

        assertThat(claimed).singleElement().extracting(Due::profileId).isEqualTo("prof_7");
        assertThat(lines("SELECT profile_id FROM token_set WHERE connection_id = 'conn_7'"))
                .isEqualTo("prof_7");
    }

    private static void due(int first, int last) {
        run(
                "UPDATE token_set SET due_at = now() - interval '1 minute' WHERE connection_id IN (SELECT 'conn_' || n FROM generate_series(%d, %d) n)"
                        .formatted(first, last));
    }

    private List<Due> claim(Share share) {
        return rows.claim(share).await().indefinitely();
    }

    private List<Due> claimOutstanding(Share share) {
        return rows.claimOutstanding(share).await().indefinitely();
    }

    private static String lines(String sql) {
        return StreamSupport.stream(
                        pool.query(sql).execute().await().indefinitely().spliterator(), false)
                .map(DueTokenSetsTest::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(Row row) {
        return String.valueOf(row.getValue(0));
    }

    private static void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
