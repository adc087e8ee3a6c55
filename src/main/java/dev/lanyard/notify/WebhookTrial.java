package dev.lanyard.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.Ids;
import dev.lanyard.Outbound.Reply;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends a webhook an event that never happened, to see whether it takes it. */
@ApplicationScoped
class WebhookTrial {
    private static final String TYPE = "webhook.test";

    private final WebhookTargets targets;
    private final WebhookCall call;
    private final ObjectMapper json;

    WebhookTrial(WebhookTargets targets, WebhookCall call, ObjectMapper json) {
        this.targets = targets;
        this.call = call;
        this.json = json;
    }

    /**
     * How it went.
     *
     * @param status {@code delivered} or {@code failed}
     * @param responseStatus null: no answer came
     * @param error null: it was taken
     * @param durationMs until the answer, in milliseconds
     */
    record Result(
            String status,
            @Nullable Integer responseStatus,
            @Nullable String error,
            long durationMs) {}

    /** Sends it once, now; a target that fails is a result. */
    Uni<Result> send(Webhook webhook, WebhookSecret secret) {
        long began = System.nanoTime();
        return post(webhook, secret)
                .map(reply -> answered(reply, began))
                .onFailure(IOException.class)
                .recoverWithItem(failure -> failed(failure, began))
                .onFailure(IllegalArgumentException.class)
                .recoverWithItem(failure -> failed(failure, began));
    }

    /** The operator may allow less than when the webhook was made. */
    private Uni<Reply> post(Webhook webhook, WebhookSecret secret) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        Event event = new Event(Ids.next("evt_"), TYPE, now, Map.of("webhook_id", webhook.id()));
        String body = body(event);
        Map<String, String> headers =
                WebhookSignature.headers(secret, event.id(), Instant.now(), body);
        return Uni.createFrom()
                .item(() -> targets.parse(webhook.url()))
                .chain(target -> call.post(target, headers, body));
    }

    private String body(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is no JSON", e);
        }
    }

    private static Result answered(Reply reply, long began) {
        int status = reply.status();
        return status / 100 == 2
                ? new Result("delivered", status, null, millis(began))
                : new Result("failed", status, "the target answered " + status, millis(began));
    }

    private static Result failed(Throwable failure, long began) {
        return new Result("failed", null, failure.getMessage(), millis(began));
    }

    private static long millis(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
