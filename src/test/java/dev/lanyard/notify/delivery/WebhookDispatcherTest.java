package dev.lanyard.notify.delivery;

import static dev.lanyard.support.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import dev.lanyard.notify.HookStandIn;
import dev.lanyard.notify.HookStandIn.Hit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Deliveries to a real server. */
@QuarkusTest
@TestProfile(ByHand.Profile.class)
class WebhookDispatcherTest extends ByHand {

    @Test
    void deliversWhatTheListingShowsSignedByTheWebhooksSecret() throws GeneralSecurityException {
        String secret = webhook(target).extract().path("secret");
        record("conn_1", 1);
        long before = meters.get("lanyard.webhook.lag").timer().count();

        look();

        await().untilAsserted(() -> assertThat(statuses()).containsExactly("delivered"));
        Hit hit = target.hits().get(0);
        Map<String, Object> listed =
                tenant.with("manage").get("/v1/events").jsonPath().getMap("items[0]");
        assertThat(new JsonObject(hit.body())).isEqualTo(new JsonObject(listed));
        assertThat(hit.id()).isEqualTo(listed.get("id"));
        assertThat(hit.signature()).isEqualTo("v1," + hmac(secret, hit));
        assertThat(meters.get("lanyard.webhook.lag").timer().count()).isGreaterThan(before);
    }

    /** As the specification says it, by nothing of ours. */
    private static String hmac(String secret, Hit hit) throws GeneralSecurityException {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = hit.id() + "." + hit.timestamp() + "." + hit.body();
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void keepsTheOrderOfAConnectionWhileAnotherFlows() {
        webhook(target);
        target.answers(hit -> hit.name().equals("conn_a/1") ? 500 : 204);
        IntStream.rangeClosed(1, 3).forEach(n -> record("conn_a", n));
        IntStream.rangeClosed(1, 3).forEach(n -> record("conn_b", n));

        look();
        await().until(() -> target.names("conn_b").size() == 3);
        await().untilAsserted(
                        () ->
                                assertThat(errors())
                                        .containsExactly("the target answered 500 after 1"));
        look();
        assertThat(target.names("conn_b")).containsExactly("conn_b/1", "conn_b/2", "conn_b/3");
        assertThat(target.names("conn_a")).containsExactly("conn_a/1");

        target.answers(hit -> 204);
        makeDue("attempts > 0");
        look();

        await().untilAsserted(() -> assertThat(statuses()).hasSize(6).containsOnly("delivered"));
        assertThat(target.names("conn_a"))
                .containsExactly("conn_a/1", "conn_a/1", "conn_a/2", "conn_a/3");
    }

    @Test
    void comesNotUponWhatWaitsBehindAnother() {
        webhook(target);
        target.answers(hit -> 503);
        IntStream.rangeClosed(1, 5).forEach(n -> record("conn_a", n));

        look();
        await().until(() -> !errors().isEmpty());
        look();

        assertThat(
                        query(
                                "SELECT event_id FROM webhook_delivery WHERE tenant_id = $1 AND"
                                        + " due_at <= now()"))
                .isEmpty();
        assertThat(target.names()).containsExactly("conn_a/1");
    }

    @Test
    void sendsABurstOfManyConnectionsByOneLook() {
        webhook(target);
        IntStream.rangeClosed(1, 60).forEach(n -> record("conn_" + n, 1));

        look();

        await().untilAsserted(() -> assertThat(statuses()).hasSize(60).containsOnly("delivered"));
        assertThat(target.hits()).hasSize(60);
    }

    @Test
    void isNotHeldUpByTargetsThatDoNotAnswer() {
        HookStandIn silent = new HookStandIn(vertx);
        silent.answers(hit -> HookStandIn.SILENCE);
        webhook(silent);
        IntStream.rangeClosed(1, 40).forEach(n -> record("conn_" + n, 1));
        look();
        await().until(() -> silent.hits().size() == DeliverySlots.OF_ONE_WEBHOOK);

        webhook(target);
        record("conn_other", 1);
        look();

        await().until(() -> target.names().contains("conn_other/1"));
        assertThat(silent.hits()).hasSize(DeliverySlots.OF_ONE_WEBHOOK);
        silent.close();
    }

    @Test
    void disablesAWebhookThatIsGoneAndSendsItNothingMore() {
        webhook(target);
        target.answers(hit -> 410);
        record("conn_a", 1);
        record("conn_a", 2);

        look();

        await().untilAsserted(
                        () ->
                                assertThat(query("SELECT status FROM webhook WHERE tenant_id = $1"))
                                        .containsExactly("disabled"));
        makeDue("status = 'pending'");
        record("conn_b", 1);
        look();
        assertThat(target.names()).containsExactly("conn_a/1");
        tenant.with("manage")
                .get("/v1/audit-log")
                .then()
                .body("items.action", hasItem("webhook.disabled"));
    }

    @Test
    void givesUpAfterThreeDaysAndGoesOnWithTheNext() {
        webhook(target);
        target.answers(hit -> hit.name().endsWith("/1") ? 500 : 204);
        record("conn_a", 1);
        run("UPDATE webhook_delivery SET first_due_at = now() - interval '3 days'");
        record("conn_a", 2);

        look();

        await().untilAsserted(() -> assertThat(statuses()).containsExactly("failed", "delivered"));
        assertThat(meters.get("lanyard.webhook.attempts").tag("outcome", "given_up").counter())
                .satisfies(counter -> assertThat(counter.count()).isPositive());
    }

    @Test
    void triesAtTheEndOfThreeDaysAndNoLater() {
        webhook(target);
        target.answers(hit -> 500);
        record("conn_a", 1);
        run(
                "UPDATE webhook_delivery SET attempts = 20, first_due_at = now() - interval '2 days"
                        + " 23 hours'");

        look();

        await().until(() -> !errors().isEmpty());
        assertThat(
                        query(
                                "SELECT (due_at = first_due_at + interval '3 days')::text FROM"
                                        + " webhook_delivery WHERE tenant_id = $1"))
                .containsExactly("true");
    }
}
