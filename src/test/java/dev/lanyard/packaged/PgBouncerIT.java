package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.PgBouncer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two replicas that reach PostgreSQL through PgBouncer in transaction mode only, as
 * docs/operations.md says, with fewer server connections than they have of their own.
 */
class PgBouncerIT {
    /** docs/operations.md, "Connection poolers". */
    private static final Map<String, String> POOLED =
            Map.of(
                    "LANYARD_MIGRATE_AT_START", "false",
                    "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_USE_LAYER7_PROXY", "true",
                    "QUARKUS_DATASOURCE_REACTIVE_CACHE_PREPARED_STATEMENTS", "false");

    private static final String SERVER_CONNECTIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + DevDatabase.USER + "'";

    private static PgBouncer bouncer;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        assumeFalse(
                PgBouncer.executable().isEmpty(),
                "pgbouncer is not installed: apt-get install pgbouncer");
        cluster = Cluster.start(2, PgBouncerIT::pooled, ProviderEntry.STRICT);
    }

    private static Map<String, String> pooled(EmbeddedPostgres database) {
        Replica.start("direct", Settings.on(database)).awaitReady().close(); // migrates
        bouncer = PgBouncer.before(database.getPort());
        return Settings.with(Settings.on(bouncer.port()), POOLED);
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (bouncer != null) {
            bouncer.close();
        }
    }

    /** Notifications do not pass: those who wait on the other replica look for themselves. */
    @Test
    void presentsARefreshTokenOnceForReadersOfTwoReplicasWithoutNotifications() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = ExpiredToken.connect(cluster, tenant);

        List<Answer> answers =
                ask(tenant, Collections.nCopies(64, "/v1/connections/" + id + "/token"));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("access_token")).distinct())
                .hasSize(1);
        assertThat(cluster.provider().refreshTokenPresentations(tenant.clientId())).isEqualTo(1);
    }

    /** Nor of changes: no row is kept, and what one replica ends the other refuses at once. */
    @Test
    void readsEachTokenFromTheDatabaseWithoutNotifications() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String token = "/v1/connections/" + tenant.connect("u1") + "/token";
        for (int i = 0; i < 10; i++) {
            tenant.at(cluster.replica(2)).get(token).expect(200);
        }

        JsonObject disabled = JsonObject.of("status", "disabled");
        tenant.at(cluster.replica(1)).patch(token.replace("/token", ""), disabled).expect(200);

        tenant.at(cluster.replica(2)).get(token).expect(409);
        assertThat(cluster.replica(2).metric("lanyard_token_cache_listening")).isZero();
    }

    @Test
    void mixesStatementsOfManyClientsOnFewConnections() throws SQLException {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = tenant.connect("u1");

        List<Answer> answers = ask(tenant, mixed(id, 400));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(serverConnections()).isBetween(1, PgBouncer.POOL);
        JsonObject metadata = JsonObject.of("metadata", JsonObject.of("plan", "gold"));
        tenant.at(cluster.replica(2)).patch("/v1/connections/" + id, metadata).expect(200);
        assertThat(tenant.connection(id).getJsonObject("metadata").getString("plan"))
                .isEqualTo("gold");
    }

    private static List<String> mixed(String id, int count) {
        String connection = "/v1/connections/" + id;
        List<String> paths = List.of(connection, "/v1/events", connection + "/token");
        return IntStream.range(0, count).mapToObj(n -> paths.get(n % paths.size())).toList();
    }

    /** All at once, at the replicas in turn. */
    private static List<Answer> ask(Tenant tenant, List<String> paths) {
        List<CompletableFuture<Answer>> answers =
                IntStream.range(0, paths.size())
                        .mapToObj(n -> tenant.at(cluster.replica(1 + n % 2)).getAsync(paths.get(n)))
                        .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static int serverConnections() throws SQLException {
        try (Connection sql = cluster.database().getPostgresDatabase().getConnection();
                Statement statement = sql.createStatement();
                ResultSet count = statement.executeQuery(SERVER_CONNECTIONS)) {
            count.next();
            return count.getInt(1);
        }
    }
}
