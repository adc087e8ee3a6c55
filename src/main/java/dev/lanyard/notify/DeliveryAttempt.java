package dev.lanyard.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** One attempt: the event as {@code GET /v1/events} lists it, signed, sent once. */
@ApplicationScoped
class DeliveryAttempt {
    private final Vault vault;
    private final WebhookTargets targets;
    private final WebhookCall call;
    private final ObjectMapper json;

    DeliveryAttempt(Vault vault, WebhookTargets targets, WebhookCall call, ObjectMapper json) {
        this.vault = vault;
        this.targets = targets;
        this.call = call;
        this.json = json;
    }

    /**
     * Sends it.
     *
     * @return fails only if it could not be tried for reasons of our own
     */
    Uni<Answer> send(Delivery delivery) {
        return secret(delivery).chain(secret -> post(delivery, secret));
    }

    private Uni<WebhookSecret> secret(Delivery delivery) {
        Delivery.Lease lease = delivery.lease();
        return vault.dataKey(lease.tenantId())
                .map(key -> WebhookSecret.open(key, lease.webhookId(), delivery.secret()));
    }

    private Uni<Answer> post(Delivery delivery, WebhookSecret secret) {
        String body = body(delivery.event());
        Map<String, String> headers =
                WebhookSignature.headers(secret, delivery.event().id(), Instant.now(), body);
        return target(delivery)
                .chain(target -> call.post(target, headers, body))
                .map(Answer::of)
                .onFailure(DeliveryAttempt::isTheTargets)
                .recoverWithItem(Answer::failed);
    }

    private static boolean isTheTargets(Throwable failure) {
        return failure instanceof IOException || failure instanceof IllegalArgumentException;
    }

    /** The operator may allow less than when the webhook was made. */
    private Uni<URI> target(Delivery delivery) {
        return Uni.createFrom().item(() -> targets.parse(delivery.url()));
    }

    private String body(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is no JSON", e);
        }
    }
}
