package dev.lanyard.notify;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of an event to a webhook.
 *
 * @param status {@code pending}, {@code delivered} or {@code failed}
 * @param attempts since the event happened or its delivery was asked for again
 * @param nextAttemptAt null unless it is pending
 * @param responseStatus of the last attempt; null: no response came
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

    /** Whether it was tried in vain and will be tried again. */
    boolean failsStill() {
        return status.equals("pending") && error != null;
    }

    /** Whether the target said that there is nobody any more (410). */
    boolean foundNobody() {
        return responseStatus != null && responseStatus == 410;
    }
}
