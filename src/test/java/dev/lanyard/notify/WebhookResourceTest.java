package dev.lanyard.notify;

import static dev.lanyard.notify.WebhookRequests.URL;
import static dev.lanyard.notify.WebhookRequests.WEBHOOKS;
import static dev.lanyard.notify.WebhookRequests.create;
import static dev.lanyard.notify.WebhookRequests.created;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookResourceTest {
    private TestTenant tenant;

    @BeforeEach
    void begin() {
        tenant = tenant();
    }

    @Test
    void createsOneAndShowsItsSecretThisOnce() {
        String id =
                create(tenant, Map.of("url", URL, "events", List.of("connection.created")))
                        .statusCode(201)
                        .body("id", matchesPattern("whk_[a-z2-7]{26}"))
                        .body("url", equalTo(URL))
                        .body("events", contains("connection.created"))
                        .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                        .body("status", equalTo("active"))
                        .body("created_at", matchesPattern(".*Z"))
                        .header("Location", containsString(WEBHOOKS + "/whk_"))
                        .extract()
                        .path("id");

        tenant.with("manage")
                .get(WEBHOOKS + "/" + id)
                .then()
                .statusCode(200)
                .body("keySet()", equalTo(Set.of("id", "url", "events", "status", "created_at")));
        tenant.with("manage")
                .get(WEBHOOKS)
                .then()
                .body("items.id", contains(id))
                .body("items[0].secret", nullValue())
                .body("next_cursor", nullValue());
    }

    @Test
    void storesTheSecretSealedForThatWebhookAndPrintsItNowhere() {
        JsonPath webhook = created(tenant);
        String secret = webhook.getString("secret");

        String stored =
                Owner.column(
                                "SELECT encode(secret, 'escape') FROM webhook WHERE tenant_id = ?",
                                tenant.id())
                        .get(0);

        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);
        assertThat(stored).doesNotContain(secret.substring("whsec_".length())).isNotBlank();
        assertThat(
                        new WebhookResource.CreatedView(
                                        "whk_1", URL, List.of(), secret, "active", null)
                                .toString())
                .doesNotContain(secret)
                .contains("whk_1");
    }

    @Test
    void listensToAllTypesUnlessSomeAreGiven() {
        assertThat(created(tenant).getList("events")).isEmpty();
        assertThat(created(tenant, "connection.deleted", "connection.deleted").getList("events"))
                .containsExactly("connection.deleted");
    }

    @Test
    void changesWhatIsGivenAndLeavesTheRest() {
        String id = created(tenant, "connection.created").getString("id");

        tenant.with("manage")
                .body(Map.of("url", "https://1.1.1.1/other"))
                .patch(WEBHOOKS + "/" + id)
                .then()
                .statusCode(200)
                .body("url", equalTo("https://1.1.1.1/other"))
                .body("events", contains("connection.created"))
                .body("status", equalTo("active"))
                .body("secret", nullValue());
        tenant.with("manage")
                .body(Map.of("events", List.of(), "status", "disabled"))
                .patch(WEBHOOKS + "/" + id)
                .then()
                .statusCode(200)
                .body("url", equalTo("https://1.1.1.1/other"))
                .body("events", empty())
                .body("status", equalTo("disabled"));
    }

    @Test
    void isGoneWhenDeleted() {
        String id = created(tenant).getString("id");

        tenant.with("manage").delete(WEBHOOKS + "/" + id).then().statusCode(204);

        tenant.with("manage").get(WEBHOOKS + "/" + id).then().statusCode(404);
        tenant.with("manage").delete(WEBHOOKS + "/" + id).then().statusCode(404);
        tenant.with("manage").get(WEBHOOKS).then().body("items", empty());
    }

    @Test
    void comesInPages() {
        List<String> ids =
                IntStream.range(0, 3).mapToObj(i -> created(tenant).getString("id")).toList();

        JsonPath first = tenant.with("manage").get(WEBHOOKS + "?limit=2").jsonPath();
        JsonPath second =
                tenant.with("manage")
                        .queryParam("cursor", first.getString("next_cursor"))
                        .get(WEBHOOKS)
                        .jsonPath();

        assertThat(first.getList("items.id")).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.getList("items.id")).containsExactly(ids.get(0));
    }

    @Test
    void isInTheAuditLogWithEachChange() {
        String id = created(tenant).getString("id");
        tenant.with("manage").body("{}").patch(WEBHOOKS + "/" + id).then().statusCode(200);
        tenant.with("manage").delete(WEBHOOKS + "/" + id).then().statusCode(204);

        tenant.with("manage")
                .queryParam("object_id", id)
                .get("/v1/audit-log")
                .then()
                .body(
                        "items.action",
                        contains("webhook.deleted", "webhook.changed", "webhook.created"))
                .body("items.outcome", contains("succeeded", "succeeded", "succeeded"))
                .body("items.object.type", contains("webhook", "webhook", "webhook"));
    }
}
