package dev.lanyard.notify.delivery;

import static dev.lanyard.support.Fixtures.tenant;

import dev.lanyard.notify.Events;
import dev.lanyard.notify.HookStandIn;
import dev.lanyard.support.Fixtures.TestTenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Deliveries whose every look is the test's; the clock of the scheduler is stopped. */
abstract class ByHand {
    @Inject WebhookDispatcher dispatcher;
    @Inject Events events;
    @Inject MeterRegistry meters;
    @Inject Pool pool;
    @Inject Vertx vertx;

    HookStandIn target;
    TestTenant tenant;

    /** Nothing happens but by the test; targets on this machine are allowed. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.start-mode",
                    "halted",
                    "lanyard.webhook.allow-private",
                    "true");
        }
    }

    @BeforeEach
    void start() {
        run("UPDATE webhook SET status = 'disabled'"); // what other tests have left
        target = new HookStandIn(vertx);
        tenant = tenant();
    }

    @AfterEach
    void close() {
        target.close();
    }

    void look() {
        dispatcher.dispatchDue().await().indefinitely();
    }

    ValidatableResponse webhook(HookStandIn at) {
        return tenant.with("manage")
                .body(Map.of("url", at.url()))
                .post("/v1/webhooks")
                .then()
                .statusCode(201);
    }

    void record(String connectionId, int n) {
        JsonObject data = new JsonObject().put("connection_id", connectionId).put("n", n);
        pool.withTransaction(
                        transaction ->
                                events.record(
                                        transaction,
                                        tenant.id(),
                                        "connection.recovered",
                                        connectionId,
                                        data))
                .await()
                .indefinitely();
    }

    List<String> statuses() {
        return query("SELECT status FROM webhook_delivery WHERE tenant_id = $1 ORDER BY position");
    }

    List<String> errors() {
        return query(
                "SELECT error || ' after ' || attempts FROM webhook_delivery WHERE tenant_id = $1"
                        + " AND error IS NOT NULL");
    }

    void makeDue(String which) {
        run("UPDATE webhook_delivery SET due_at = now() WHERE " + which);
    }

    List<String> query(String sql) {
        List<String> column = new ArrayList<>();
        pool.preparedQuery(sql)
                .execute(Tuple.of(tenant.id()))
                .await()
                .indefinitely()
                .forEach(row -> column.add(row.getString(0)));
        return column;
    }

    void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
