package dev.lanyard.notify;

import static dev.lanyard.support.Fixtures.bearer;
import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.StatementCount;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request about events, webhooks or the audit log asks of the database. */
@QuarkusTest
class NotifyStatementsTest {
    private static final Map<String, String> HOOK = Map.of("url", "https://1.1.1.1/hook");

    private String key;

    @BeforeEach
    void callOnce() {
        key = tenant().key("manage");
        bearer(key).get("/v1/events"); // from now on the key is remembered
    }

    private String webhook() {
        return "/v1/webhooks/" + bearer(key).body(HOOK).post("/v1/webhooks").path("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/events",
                "/v1/events?type=connection.created",
                "/v1/webhooks",
                "/v1/audit-log",
                "/v1/audit-log?action=api_key.created"
            })
    void aPageIsOneStatement(String path) {
        assertThat(StatementCount.of(bearer(key), request -> request.get(path)))
                .singleElement()
                .asString()
                .contains("tenant_id=$1");
    }

    @Test
    void aPageOfDeliveriesIsTwo() {
        String deliveries = webhook() + "/deliveries";

        assertThat(StatementCount.of(bearer(key), request -> request.get(deliveries))).hasSize(2);
    }

    /** Its data key may have been opened before. */
    @Test
    void aNewWebhookIsFive() {
        webhook();

        List<String> sent =
                StatementCount.of(bearer(key).body(HOOK), request -> request.post("/v1/webhooks"));

        assertThat(sent).hasSize(5);
    }

    @Test
    void aChangedWebhookIsFour() {
        String webhook = webhook();

        List<String> sent =
                StatementCount.of(
                        bearer(key).body(Map.of("status", "disabled")),
                        request -> request.patch(webhook));

        assertThat(sent)
                .hasSize(4)
                .element(1)
                .isEqualTo(
                        "update webhook set status=$1,updated_at=now()"
                                + " where tenant_id=$2 and id=$3");
    }
}
