package dev.lanyard.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.database.DatabaseClock;
import dev.lanyard.notify.call.WebhookCall;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.notify.call.WebhookSignature;
import dev.lanyard.notify.call.WebhookTargets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** An event as {@code GET /v1/events} lists it, signed, sent once. */
@ApplicationScoped
public class WebhookSender {
    private final WebhookTargets targets;
    private final WebhookCall call;
    private final ObjectMapper json;
    private final InstantSource clock;

    @Inject
    WebhookSender(
            WebhookTargets targets, WebhookCall call, ObjectMapper json, DatabaseClock clock) {
        this(targets, call, json, (InstantSource) clock);
    }

    /** By this host's clock. */
    WebhookSender(WebhookTargets targets, WebhookCall call, ObjectMapper json) {
        this(targets, call, json, InstantSource.system());
    }

    private WebhookSender(
            WebhookTargets targets, WebhookCall call, ObjectMapper json, InstantSource clock) {
        this.targets = targets;
        this.call = call;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sends it, with the signature's header fields; one of another meaning would be added here. The
     * address is checked again: the operator may allow less than when the webhook was made.
     *
     * @return how it went; fails only if it could not be tried for reasons of our own
     */
    public Uni<DeliveryResult> send(
            String tenantId, String url, WebhookSecret secret, Event event) {
        String body = body(event);
        Map<String, String> headers =
                WebhookSignature.sign(secret, event.id(), clock.instant(), body);
        return Uni.createFrom()
                .item(() -> targets.parse(url))
                .chain(target -> call.post(tenantId, target, headers, body))
                .map(DeliveryResult::of)
                .onFailure(WebhookSender::isTheTargets)
                .recoverWithItem(DeliveryResult::failed);
    }

    private static boolean isTheTargets(Throwable failure) {
        return failure instanceof IOException || failure instanceof IllegalArgumentException;
    }

    private String body(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is no JSON", e);
        }
    }
}
