package dev.lanyard.notify.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The reference vector of the Standard Webhooks libraries. */
    @Test
    void isThatOfTheStandardWebhooksReferenceVector() {
        WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Map<String, String> headers =
                WebhookSignature.sign(
                        secret,
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330, 999_999_999),
                        "{\"test\": 2432232314}");

        assertThat(headers)
                .containsOnly(
                        Map.entry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                        Map.entry("webhook-timestamp", "1614265330"),
                        Map.entry(
                                "webhook-signature",
                                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void signsTheBodyAsUtf8() {
        WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Instant at = Instant.ofEpochSecond(1_614_265_330);

        String umlaut = signature(secret, at, "{\"name\":\"Jürgen 🚀\"}");

        assertThat(umlaut).isEqualTo("v1,/9plekP0VIuos/lVf4CNoUQ27WAqkhwrqWG0UhAotjk=");
    }

    @Test
    void isMadeWithThirtyTwoRandomBytesThatNothingPrints() {
        WebhookSecret secret = WebhookSecret.generate();

        assertThat(secret.key()).hasSize(32);
        assertThat(secret.text()).startsWith("whsec_");
        assertThat(WebhookSecret.generate()).isNotEqualTo(secret);
        assertThat(secret.toString()).isEqualTo("WebhookSecret[…]");
    }

    private static String signature(WebhookSecret secret, Instant at, String body) {
        return WebhookSignature.sign(secret, "evt_1", at, body).get("webhook-signature");
    }
}
