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

import dev.lanyard.support.Fixtures.TestTenant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant asks for and does not get. */
@QuarkusTest
class WebhookRefusalTest {
    private TestTenant tenant;

    @BeforeEach
    void begin() {
        tenant = tenant();
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
        return dev.lanyard.support.Fixtures.bearer(key)
                .body(Map.of("url", URL))
                .post(WEBHOOKS)
                .statusCode();
    }
}
