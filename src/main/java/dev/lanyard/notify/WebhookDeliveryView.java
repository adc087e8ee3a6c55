package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of an event to a webhook. * @param status {@code pending}, {@code delivered} or {@code
 * failed}
 *
 * @param attempts since the event happened or its delivery was asked for again
 * @param nextAttemptAt null unless it is pending
 * @param responseStatus of the last attempt; null: no answer came
 * @param error of the last attempt; null: none
 */
record WebhookDeliveryView(
        String eventId,
        String eventType,
        String status,
        int attempts,
        @Nullable OffsetDateTime nextAttemptAt,
        @Nullable OffsetDateTime lastAttemptAt,
        @Nullable OffsetDateTime deliveredAt,
        @Nullable Integer responseStatus,
        @Nullable String error,
        OffsetDateTime createdAt) {

    static WebhookDeliveryView of(Row row) {
        String status = row.getString("status");
        return new WebhookDeliveryView(
                row.getString("event_id"),
                row.getString("event_type"),
                status,
                row.getInteger("attempts"),
                status.equals("pending") ? row.getOffsetDateTime("due_at") : null,
                row.getOffsetDateTime("last_attempt_at"),
                row.getOffsetDateTime("delivered_at"),
                row.getInteger("response_status"),
                row.getString("error"),
                row.getOffsetDateTime("created_at"));
    }

    PageRequest.Position position() {
        return new PageRequest.Position(createdAt, eventId);
    }
}
