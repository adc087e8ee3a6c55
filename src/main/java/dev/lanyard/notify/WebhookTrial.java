package dev.lanyard.notify;

import dev.lanyard.id.Ids;
import dev.lanyard.notify.call.WebhookSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a webhook an event that never happened, to see whether it takes it. */
@ApplicationScoped
class WebhookTrial {
    private static final String TYPE = "webhook.test";

    private final WebhookSender post;

    WebhookTrial(WebhookSender post) {
        this.post = post;
    }

    /**
     * The result of a trial.
     *
     * @param status {@code delivered} or {@code failed}
     * @param responseStatus null: no response came
     * @param error null: it was taken
     * @param durationMs until the response, in milliseconds
     */
    record Result(
            String status,
            @Nullable Integer responseStatus,
            @Nullable String error,
            long durationMs) {}

    /** Sends it once, now; a target that fails is a result. */
    Uni<Result> send(Webhook webhook, WebhookSecret secret) {
        long began = System.nanoTime();
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        Event event = new Event(Ids.next("evt_"), TYPE, now, Map.of("webhook_id", webhook.id()));
        return post.send(webhook.tenantId(), webhook.url(), secret, event)
                .map(result -> result(result, began));
    }

    private static Result result(DeliveryResult result, long began) {
        return new Result(
                result.kind() == DeliveryResult.ResultKind.DELIVERED ? "delivered" : "failed",
                result.status(),
                result.error(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }
}
