package dev.lanyard.notify;

import dev.lanyard.database.TenantKey;
import dev.lanyard.id.Ids;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes webhooks of what a tenant asked for. */
@ApplicationScoped
class WebhookCreation {
    private final WebhookInput input;
    private final Webhooks webhooks;
    private final Vault vault;

    WebhookCreation(WebhookInput input, Webhooks webhooks, Vault vault) {
        this.input = input;
        this.webhooks = webhooks;
        this.vault = vault;
    }

    /** A new webhook with its secret, which nobody can ask for again. */
    record CreatedWebhook(Webhook webhook, WebhookSecret secret) {
        @Override
        public String toString() {
            return "CreatedWebhook[" + webhook.id() + ", …]";
        }
    }

    /** Checks and stores one; fails with {@code validation_failed} or {@code conflict}. */
    Uni<CreatedWebhook> create(Actor actor, String tenantId, NewWebhook body) {
        WebhookSecret secret = WebhookSecret.generate();
        return input.read(tenantId, body)
                .chain(read -> add(actor, tenantId, read, secret))
                .map(webhook -> new CreatedWebhook(webhook, secret));
    }

    private Uni<Webhook> add(
            Actor actor, String tenantId, WebhookInput.WebhookFields read, WebhookSecret secret) {
        TenantKey id = new TenantKey(tenantId, Ids.next("whk_"));
        return vault.dataKey(tenantId)
                .map(key -> secret.seal(key, id.id()))
                .map(secretBytes -> new Webhook(id, read, secretBytes))
                .chain(webhook -> webhooks.create(actor, webhook));
    }
}
