package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lanyard.rig.Http.Answer;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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

    private static PgBouncer bouncer;
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        assumeFalse(PgBouncer.executable().isEmpty(), "pgbouncer is not installed");
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
            bouncer.close();
        }
    }

    /** Notifications do not pass: those who wait on the other replica look for themselves. */
    @Test
    void presentsARefreshTokenOnceForReadersOfTwoReplicasWithoutNotifications() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = ExpiredToken.connect(cluster, tenant);

        List<Answer> answers = readByAll(tenant, id, 64);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("access_token")).distinct())
                .hasSize(1);
        assertThat(cluster.provider().refreshTokenPresentations(tenant.clientId())).isEqualTo(1);
    }

    @Test
    void mixesStatementsOfManyClientsOnFewConnections() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = tenant.connect("u1");

        List<CompletableFuture<Answer>> calls =
                IntStream.range(0, 400)
                        .mapToObj(
                                n ->
                                        tenant.at(cluster.replica(1 + n % 2))
                                                .getAsync(
                                                        n % 4 == 0
                                                                ? "/v1/connections/" + id
                                                                : n % 4 == 1
                                                                        ? "/v1/events"
                                                                        : "/v1/connections/"
                                                                                + id
                                                                                + "/token"))
                        .toList();

        assertThat(calls.stream().map(CompletableFuture::join))
                .extracting(Answer::status)
                .containsOnly(200);
        JsonObject metadata = JsonObject.of("metadata", JsonObject.of("plan", "gold"));
        tenant.at(cluster.replica(2)).patch("/v1/connections/" + id, metadata).expect(200);
        assertThat(tenant.connection(id).getJsonObject("metadata").getString("plan"))
                .isEqualTo("gold");
    }

    private List<Answer> readByAll(Tenant tenant, String id, int readers) {
        List<CompletableFuture<Answer>> reads =
                IntStream.range(0, readers)
                        .mapToObj(n -> tenant.at(cluster.replica(1 + n % 2)))
                        .map(api -> api.getAsync("/v1/connections/" + id + "/token"))
                        .toList();
        return reads.stream().map(CompletableFuture::join).toList();
    }
}
