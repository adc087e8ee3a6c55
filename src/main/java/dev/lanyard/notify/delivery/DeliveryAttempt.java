package dev.lanyard.notify.delivery;

import dev.lanyard.notify.DeliveryResult;
import dev.lanyard.notify.WebhookSender;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** One attempt to deliver. */
@ApplicationScoped
class DeliveryAttempt {
    private final Vault vault;
    private final WebhookSender post;

    DeliveryAttempt(Vault vault, WebhookSender post) {
        this.vault = vault;
        this.post = post;
    }

    /**
     * Sends it.
     *
     * @return fails only if it could not be tried for reasons of our own
     */
    Uni<DeliveryResult> send(Delivery delivery) {
        Delivery.DeliveryLease lease = delivery.lease();
        return vault.dataKey(lease.tenantId())
                .map(key -> WebhookSecret.open(key, lease.webhookId(), delivery.secret()))
                .chain(
                        secret ->
                                post.send(
                                        lease.tenantId(),
                                        delivery.url(),
                                        secret,
                                        delivery.event()));
    }
}
