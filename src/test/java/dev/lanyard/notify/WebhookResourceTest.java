package dev.lanyard.notify;

import static dev.lanyard.Fixtures.tenant;
import static dev.lanyard.notify.WebhookRequests.URL;
import static dev.lanyard.notify.WebhookRequests.WEBHOOKS;
import static dev.lanyard.notify.WebhookRequests.create;
import static dev.lanyard.notify.WebhookRequests.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.lanyard.Fixtures.TestTenant;
import dev.lanyard.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://8.8.8.8/",
                "https://user:password@8.8.8.8/",
                "https://8.8.8.8/#part",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://localhost/",
                "https://no-such-name.invalid/",
                "https://8.8.8.8:99999/",
                "file:///etc/passwd",
                "no url"
            })
    void refusesAnAddressThatMayNotBeCalled(String url) {
        create(tenant, Map.of("url", url))
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", contains("url"));
        tenant.with("manage").get(WEBHOOKS).then().body("items", empty());
    }

    @Test
    void refusesAnAddressThatIsTooLong() {
        create(tenant, Map.of("url", URL + "?" + "x".repeat(2_000)))
                .statusCode(400)
                .body("errors.field", contains("url"));
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        create(
                        tenant,
                        Map.of(
                                "url",
                                "ftp://8.8.8.8/",
                                "events",
                                Arrays.asList("connection.created", "connection.exploded", null)))
                .statusCode(400)
                .body("errors.field", contains("url", "events[1]", "events[2]"))
                .body("errors[1].message", containsString("connection.reconnect_required"));
        create(tenant, Map.of("events", List.of()))
                .statusCode(400)
                .body("errors.field", contains("url"));
        create(tenant, Map.of("url", URL, "secret", "whsec_mine"))
                .statusCode(400)
                .body("errors.field", contains("secret"));
    }

    @Test
    void refusesAChangeThatIsNone() {
        String id = created(tenant).getString("id");

        for (String body :
                List.of(
                        "{\"status\":\"paused\"}",
                        "{\"status\":null}",
                        "{\"url\":null}",
                        "{\"url\":\"https://127.0.0.1/\"}",
                        "{\"events\":null}",
                        "{\"events\":[\"*\"]}",
                        "{\"secret\":\"whsec_mine\"}")) {
            tenant.with("manage")
                    .body(body)
                    .patch(WEBHOOKS + "/" + id)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("validation_failed"));
        }
        tenant.with("manage")
                .get(WEBHOOKS + "/" + id)
                .then()
                .body("url", equalTo(URL))
                .body("status", equalTo("active"));
    }

    @Test
    void takesAKeyThatMayManage() {
        for (String scope : List.of("connect", "tokens")) {
            tenant.with(scope).get(WEBHOOKS).then().statusCode(403);
            tenant.with(scope).body(Map.of("url", URL)).post(WEBHOOKS).then().statusCode(403);
        }
    }

    /** Also when they are made at the same time. */
    @Test
    void aTenantHasTwentyAtMost() {
        String key = tenant.key("manage");
        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 24)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(key)))
                        .toList();

        assertThat(answers.stream().map(CompletableFuture::join))
                .containsOnly(201, 409)
                .filteredOn(status -> status == 201)
                .hasSize(20);
        create(tenant, Map.of("url", URL))
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("detail", containsString("20 webhooks"));
        tenant().with("manage").body(Map.of("url", URL)).post(WEBHOOKS).then().statusCode(201);
    }

    private static int status(String key) {
        return dev.lanyard.Fixtures.bearer(key)
                .body(Map.of("url", URL))
                .post(WEBHOOKS)
                .statusCode();
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
