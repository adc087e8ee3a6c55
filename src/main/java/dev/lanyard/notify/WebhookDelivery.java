package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import dev.lanyard.database.OwnedKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What became of an event at a webhook; it is written and claimed by SQL. */
@Entity
@Immutable
@Table(name = "webhook_delivery")
@IdClass(WebhookDelivery.DeliveryKey.class)
class WebhookDelivery implements Listed {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Id
    @Column(name = "webhook_id")
    private String webhookId;

    /** The event's. */
    @Id
    @Column(name = "event_id")
    private String id;

    @Formula("(SELECT e.type FROM event e WHERE e.tenant_id = tenant_id AND e.id = event_id)")
    private String eventType;

    private String status;
    private int attempts;

    @Column(name = "due_at")
    private OffsetDateTime dueAt;

    @Column(name = "last_attempt_at")
    private @Nullable OffsetDateTime lastAttemptAt;

    @Column(name = "delivered_at")
    private @Nullable OffsetDateTime deliveredAt;

    @Column(name = "response_status")
    private @Nullable Integer responseStatus;

    private @Nullable String error;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected WebhookDelivery() {}

    /** The primary key; {@code id} is the event's. */
    record DeliveryKey(String tenantId, String webhookId, String id) implements OwnedKey {}

    WebhookDeliveryView view() {
        return new WebhookDeliveryView(
                id,
                eventType,
                status,
                attempts,
                status.equals("pending") ? dueAt : null,
                lastAttemptAt,
                deliveredAt,
                responseStatus,
                error,
                createdAt);
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
