package dev.lanyard.notify;

import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Fixtures.TestTenant;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What tests of webhooks ask for. */
public final class WebhookRequests {
    public static final String WEBHOOKS = "/v1/webhooks";

    /** A public address by number: no name is looked up. No test may send to it. */
    public static final String URL = "https://8.8.8.8/hook";

    private WebhookRequests() {}

    static ValidatableResponse create(TestTenant tenant, Map<String, ?> body) {
        return tenant.with("manage").body(body).post(WEBHOOKS).then();
    }

    /** A webhook that listens to these types; to all when none is given. */
    public static JsonPath created(TestTenant tenant, String... events) {
        return create(tenant, Map.of("url", URL, "events", List.of(events)))
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** Records an event as the rooms above do; its id. */
    public static String record(Pool pool, Events events, TestTenant tenant, String type) {
        String subject = "conn_" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
        JsonObject data = new JsonObject().put("connection_id", subject);
        pool.withTransaction(
                        transaction -> events.record(transaction, tenant.id(), type, subject, data))
                .await()
                .indefinitely();
        return Fixtures.bearer(tenant.key("manage"))
                .get("/v1/events?limit=1")
                .jsonPath()
                .getString("items[0].id");
    }

    public static List<String> deliveredTo(TestTenant tenant, String webhookId) {
        return tenant.with("manage")
                .get(WEBHOOKS + "/" + webhookId + "/deliveries")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.event_id");
    }

    public static void disable(TestTenant tenant, String webhookId) {
        tenant.with("manage")
                .body(Map.of("status", "disabled"))
                .patch(WEBHOOKS + "/" + webhookId)
                .then()
                .statusCode(200);
    }

    public static JsonPath deliveries(TestTenant tenant, String webhookId, String query) {
        return tenant.with("manage")
                .get(WEBHOOKS + "/" + webhookId + "/deliveries" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
