package dev.lanyard.notify.delivery;

import static dev.lanyard.notify.WebhookRequests.WEBHOOKS;
import static dev.lanyard.notify.WebhookRequests.created;
import static dev.lanyard.notify.WebhookRequests.deliveredTo;
import static dev.lanyard.notify.WebhookRequests.deliveries;
import static dev.lanyard.notify.WebhookRequests.disable;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey;
import dev.lanyard.notify.Events;
import dev.lanyard.notify.WebhookRequests;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written with an event, and listed; the sending is not looked at. */
@QuarkusTest
@TestProfile(ByHand.Profile.class) // nothing is sent
class WebhookDeliveriesTest {
    @Inject Pool pool;
    @Inject Events events;

    private TestTenant tenant;

    @BeforeEach
    void begin() {
        tenant = tenant();
    }

    private String record(String type) {
        return WebhookRequests.record(pool, events, tenant, type);
    }

    @Test
    void anEventIsForEachWebhookThatListensToItsType() {
        String all = created(tenant).getString("id");
        String some = created(tenant, "connection.created").getString("id");
        String other = created(tenant, "connection.deleted").getString("id");

        String event = record("connection.created");

        assertThat(deliveredTo(tenant, all)).containsExactly(event);
        assertThat(deliveredTo(tenant, some)).containsExactly(event);
        assertThat(deliveredTo(tenant, other)).isEmpty();
    }

    @Test
    void aDisabledWebhookGetsNone() {
        String id = created(tenant).getString("id");
        disable(tenant, id);

        record("connection.created");

        assertThat(deliveredTo(tenant, id)).isEmpty();
    }

    @Test
    void anotherTenantsWebhookGetsNone() {
        TestTenant other = tenant();
        String theirs = created(other).getString("id");

        record("connection.created");

        assertThat(deliveredTo(other, theirs)).isEmpty();
    }

    @Test
    void isNotThereWhenTheChangeItTellsOfIsNot() {
        String id = created(tenant).getString("id");
        Uni<Void> undone =
                pool.withTransaction(
                        transaction ->
                                events.record(
                                                transaction,
                                                tenant.id(),
                                                "connection.created",
                                                "conn_1",
                                                new JsonObject())
                                        .chain(
                                                () ->
                                                        Uni.createFrom()
                                                                .failure(
                                                                        new IllegalStateException(
                                                                                "undo"))));

        assertThatThrownBy(() -> undone.await().indefinitely()).hasMessage("undo");

        assertThat(deliveredTo(tenant, id)).isEmpty();
    }

    /** Rooms write events in statements of their own, too. */
    @Test
    void areWrittenWhateverStatementWritesTheEvent() {
        Journey journey = Journey.begin();
        String connection =
                Journey.outcome(journey.connect(journey.session())).get("connection_id");
        String id =
                journey.api()
                        .body(Map.of("url", WebhookRequests.URL))
                        .post(WEBHOOKS)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");

        journey.api().delete("/v1/connections/" + connection).then().statusCode(204);

        journey.api()
                .get(WEBHOOKS + "/" + id + "/deliveries")
                .then()
                .body("items.event_type", contains("connection.deleted"));
    }

    /** The change that an event tells of does not fail because a webhook goes at that moment. */
    @Test
    void anEventWaitsForAWebhookThatIsJustBeingDeleted() throws SQLException {
        created(tenant);
        CompletableFuture<Void> event;
        try (Connection owner = Owner.connect();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute("DELETE FROM webhook WHERE tenant_id = '" + tenant.id() + "'");

            event = CompletableFuture.runAsync(() -> record("connection.created"));
            await().until(WebhookDeliveriesTest::isSomebodyWaiting);
            owner.commit();
        }

        assertThat(event).succeedsWithin(Duration.ofSeconds(10));
        tenant.with("manage").get("/v1/events").then().body("items.size()", equalTo(1));
    }

    private static boolean isSomebodyWaiting() {
        return !Owner.column(
                        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query"
                                + " LIKE 'INSERT INTO event%'")
                .isEmpty();
    }

    @Test
    void listsThemNewestFirstInPages() {
        String id = created(tenant).getString("id");
        String first = record("connection.created");
        String second = record("connection.deleted");

        JsonPath page = deliveries(tenant, id, "?limit=1");

        assertThat(page.getMap("items[0]").keySet())
                .isEqualTo(
                        Set.of(
                                "event_id",
                                "event_type",
                                "status",
                                "attempts",
                                "next_attempt_at",
                                "last_attempt_at",
                                "delivered_at",
                                "response_status",
                                "error",
                                "created_at"));
        assertThat(page.getString("items[0].event_id")).isEqualTo(second);
        assertThat(page.getString("items[0].event_type")).isEqualTo("connection.deleted");
        assertThat(page.getString("items[0].status")).isEqualTo("pending");
        assertThat(page.getString("items[0].next_attempt_at")).endsWith("Z");
        JsonPath next = deliveries(tenant, id, "?cursor=" + page.getString("next_cursor"));
        assertThat(next.getList("items.event_id")).isEqualTo(List.of(first));
    }

    @Test
    void goWithTheirWebhook() {
        String id = created(tenant).getString("id");
        record("connection.created");

        tenant.with("manage").delete(WEBHOOKS + "/" + id).then().statusCode(204);

        assertThat(
                        Owner.column(
                                "SELECT event_id FROM webhook_delivery WHERE tenant_id = ?",
                                tenant.id()))
                .isEmpty();
        tenant.with("manage").get(WEBHOOKS + "/" + id + "/deliveries").then().statusCode(404);
        tenant.with("manage").get("/v1/webhooks").then().body("items", empty());
    }
}
