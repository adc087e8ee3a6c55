package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.demo.DevDatabase;
import dev.lanyard.notify.HookStandIn;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A burst of events to one webhook, while one of two replicas ends. */
class WebhookIT {
    private static final int CONNECTIONS = 30;
    private static final int EACH = 10;
    private static final int ALL = CONNECTIONS * EACH;

    /** As the rooms write them; the deliveries come by the database. */
    private static final String RECORD =
            """
            INSERT INTO event (tenant_id, id, type, subject, data)
            SELECT ?, random_id('evt_'), 'connection.recovered', 'conn_' || c,
                   jsonb_build_object('connection_id', 'conn_' || c, 'n', n)
            FROM generate_series(0, ? - 1) AS n, generate_series(1, ?) AS c ORDER BY n, c
            """;

    private static final String PENDING =
            "SELECT count(*) FROM webhook_delivery WHERE tenant_id = ? AND status <> 'delivered'";

    private static Cluster cluster;

    private final Vertx vertx = Vertx.vertx();
    private final HookStandIn target = new HookStandIn(vertx);
    private Tenant tenant;

    @BeforeAll
    static void start() {
        cluster = Cluster.start(2, WebhookIT::settings, ProviderEntry.BITBUCKET);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    private static Map<String, String> settings(EmbeddedPostgres database) {
        return Settings.with(Settings.on(database), "LANYARD_WEBHOOK_ALLOW_PRIVATE", "true");
    }

    @BeforeEach
    void listen() {
        target.takes(Duration.ofMillis(100));
        tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        tenant.api().post("/v1/webhooks", JsonObject.of("url", target.url())).expect(201);
    }

    @AfterEach
    void startAgain() {
        cluster.replica(2).restart();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void bringsEveryEventInOrderThoughAReplicaIsKilled() throws SQLException {
        record();
        await().until(() -> target.names().size() >= ALL / 5);

        cluster.replica(2).kill();

        await().atMost(Duration.ofSeconds(150)).until(() -> pending() == 0);
        assertThat(target.names().stream().distinct()).hasSize(ALL);
        assertThat(connections()).allSatisfy(id -> assertThat(target.names(id)).isSorted());
    }

    @Test
    void bringsEveryEventOnceAndAtOnceThoughAReplicaIsStopped() throws SQLException {
        record();
        await().until(() -> target.names().size() >= ALL / 5);

        cluster.replica(2).stop();

        await().atMost(Duration.ofSeconds(40)).until(() -> pending() == 0);
        assertThat(target.names()).hasSize(ALL).doesNotHaveDuplicates();
        assertThat(connections()).allSatisfy(id -> assertThat(target.names(id)).isSorted());
    }

    /** {@code conn_1/0} to {@code conn_1/9}: they sort as they happened. */
    private void record() throws SQLException {
        try (Connection connection = connection();
                PreparedStatement insert = connection.prepareStatement(RECORD)) {
            insert.setString(1, tenant.id());
            insert.setInt(2, EACH);
            insert.setInt(3, CONNECTIONS);
            insert.executeUpdate();
        }
    }

    private static List<String> connections() {
        return IntStream.rangeClosed(1, CONNECTIONS).mapToObj(n -> "conn_" + n).toList();
    }

    private int pending() throws SQLException {
        try (Connection connection = connection();
                PreparedStatement count = connection.prepareStatement(PENDING)) {
            count.setString(1, tenant.id());
            try (ResultSet rows = count.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static Connection connection() throws SQLException {
        return cluster.database().getDatabase(DevDatabase.OWNER, DevDatabase.OWNER).getConnection();
    }
}
