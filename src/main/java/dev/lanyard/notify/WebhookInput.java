package dev.lanyard.notify;

import dev.lanyard.notify.call.WebhookTargets;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.problem.FieldErrors;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a tenant wrote about a webhook, and gathers all that is wrong with it. */
@ApplicationScoped
class WebhookInput {
    private static final int MAX_EVENTS = 50;

    private final WebhookTargets targets;

    WebhookInput(WebhookTargets targets) {
        this.targets = targets;
    }

    /** The values to be written; null stays as it is. */
    record WebhookFields(
            @Nullable String url, String @Nullable [] events, @Nullable String status) {}

    /**
     * Reads a new one.
     *
     * @return fails with {@code validation_failed} naming every wrong field
     */
    Uni<WebhookFields> read(String tenantId, NewWebhook body) {
        String url = body.url() == null ? "" : body.url();
        List<@Nullable String> events = body.events() == null ? List.of() : body.events();
        return read(tenantId, url, events, null);
    }

    /** Reads a change; fails with {@code validation_failed} naming every wrong field. */
    Uni<WebhookFields> read(String tenantId, WebhookChange body) {
        return read(tenantId, body.url, body.events, body.status);
    }

    private Uni<WebhookFields> read(
            String tenantId,
            @Nullable String url,
            @Nullable List<@Nullable String> events,
            @Nullable String status) {
        FieldErrors errors = new FieldErrors();
        Optional<URI> target = url == null ? Optional.empty() : target(url, errors);
        WebhookFields read =
                new WebhookFields(url, events == null ? null : events(events, errors), status);
        errors.status(status);
        errors.end();
        return target.map(uri -> find(tenantId, uri))
                .orElseGet(WebhookInput::nothing)
                .replaceWith(read);
    }

    private Optional<URI> target(String url, FieldErrors errors) {
        try {
            return Optional.of(targets.parse(url));
        } catch (IllegalArgumentException e) {
            errors.add("url", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String[] events(List<@Nullable String> given, FieldErrors errors) {
        Set<String> types = new LinkedHashSet<>();
        List<@Nullable String> listed = errors.list("events", given, MAX_EVENTS, "types");
        for (int i = 0; i < listed.size(); i++) {
            String type = listed.get(i);
            if (type != null && EventTypes.isSent(type)) {
                types.add(type);
            } else {
                errors.add("events[" + i + "]", EventTypes.EXPECTED);
            }
        }
        return types.toArray(String[]::new);
    }

    private Uni<Void> find(String tenantId, URI target) {
        return targets.pin(tenantId, target)
                .onFailure(NotSentException.class)
                .transform(
                        e -> ProblemException.invalid("url", "cannot be called: " + e.getMessage()))
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
