package dev.lanyard.notify.delivery;

import static dev.lanyard.notify.WebhookRequests.WEBHOOKS;
import static dev.lanyard.notify.WebhookRequests.created;
import static dev.lanyard.notify.WebhookRequests.deliveredTo;
import static dev.lanyard.notify.WebhookRequests.deliveries;
import static dev.lanyard.notify.WebhookRequests.disable;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.notify.Events;
import dev.lanyard.notify.WebhookRequests;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked for again. */
@QuarkusTest
@TestProfile(ByHand.Profile.class) // nothing is sent
class WebhookRedeliveryTest {
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

    private void setFailed(String eventId) {
        int changed =
                Owner.execute(
                        """
                        UPDATE webhook_delivery
                        SET status = 'failed', attempts = 99, first_due_at = now() - interval '4 days'
                        WHERE tenant_id = ? AND event_id = ?
                        """,
                        tenant.id(),
                        eventId);
        assertThat(changed).isPositive();
    }

    @Test
    void redeliversWhatFailedFromTheBeginning() {
        String id = created(tenant).getString("id");
        String event = record("connection.created");
        setFailed(event);
        assertThat(deliveries(tenant, id, "").getString("items[0].next_attempt_at")).isNull();

        redeliver(event, 1);

        tenant.with("manage")
                .get(WEBHOOKS + "/" + id + "/deliveries")
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].status", equalTo("pending"))
                .body("items[0].attempts", lessThan(99))
                .body("items[0].next_attempt_at", notNullValue())
                .body("items[0].delivered_at", nullValue());
        assertThat(
                        Owner.column(
                                "SELECT event_id FROM webhook_delivery WHERE tenant_id = ? AND"
                                        + " first_due_at > now() - interval '1 minute'",
                                tenant.id()))
                .containsExactly(event);
    }

    @Test
    void redeliversToWebhooksMadeLaterButNotToThoseThatDoNotListen() {
        String event = record("connection.created");
        String later = created(tenant).getString("id");
        String other = created(tenant, "connection.deleted").getString("id");
        String disabled = created(tenant).getString("id");
        disable(tenant, disabled);

        redeliver(event, 1);

        assertThat(deliveredTo(tenant, later)).containsExactly(event);
        assertThat(deliveredTo(tenant, other)).isEmpty();
        assertThat(deliveredTo(tenant, disabled)).isEmpty();
    }

    private void redeliver(String eventId, int deliveries) {
        tenant.with("manage")
                .post("/v1/events/" + eventId + "/redeliver")
                .then()
                .statusCode(202)
                .body("deliveries", equalTo(deliveries));
    }

    @Test
    void redeliversToNobodyWhereNobodyListens() {
        redeliver(record("connection.created"), 0);
    }

    @Test
    void knowsNoEventOfAnother() {
        TestTenant other = tenant();
        String theirs = WebhookRequests.record(pool, events, other, "connection.created");
        created(tenant);

        for (String event : List.of(theirs, "evt_" + "a".repeat(26))) {
            tenant.with("manage")
                    .post("/v1/events/" + event + "/redeliver")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("not_found"));
        }
        tenant.with("tokens").post("/v1/events/" + theirs + "/redeliver").then().statusCode(403);
    }
}
