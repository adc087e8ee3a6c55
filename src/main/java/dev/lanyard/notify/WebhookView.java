package dev.lanyard.notify;

import java.time.OffsetDateTime;
import java.util.List;

/** A webhook as the API shows it. No secret. */
record WebhookView(
        String id, String url, List<String> events, String status, OffsetDateTime createdAt) {

    static WebhookView of(Webhook webhook) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                webhook.events(),
                webhook.status(),
                webhook.createdAt());
    }
}
