package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads back the deliveries of a webhook. */
@Singleton
class WebhookDeliveries extends TenantRepository<WebhookDelivery, WebhookDelivery.DeliveryKey> {
    private static final String TO_ONE = "webhookId = :webhookId";

    private final Webhooks webhooks;

    WebhookDeliveries(Webhooks webhooks) {
        super(new DeliveryRows());
        this.webhooks = webhooks;
    }

    private static final class DeliveryRows
            implements PanacheRepositoryBase<WebhookDelivery, WebhookDelivery.DeliveryKey> {}

    /** Newest first; fails with {@code not_found} for an unknown webhook. */
    Uni<Page<WebhookDeliveryView>> list(String tenantId, String webhookId, PageRequest request) {
        Parameters values = Parameters.with("webhookId", webhookId);
        return Transactions.read(
                        () ->
                                webhooks.existing(tenantId, webhookId)
                                        .chain(() -> page(tenantId, TO_ONE, values, request)))
                .map(page -> page.map(WebhookDelivery::view));
    }
}
