package dev.lanyard.notify;

import dev.lanyard.notify.call.WebhookTargets;
import dev.lanyard.outbound.NotSentException;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.problem.ProblemException.FieldError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a tenant wrote about a webhook, and gathers all that is wrong with it. */
@ApplicationScoped
class WebhookInput {
    private static final Set<String> STATUSES = Set.of("active", "disabled");

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
    Uni<WebhookFields> read(NewWebhook body) {
        String url = body.url() == null ? "" : body.url();
        List<@Nullable String> events = body.events() == null ? List.of() : body.events();
        return read(url, events, null);
    }

    /** Reads a change; fails with {@code validation_failed} naming every wrong field. */
    Uni<WebhookFields> read(WebhookChange body) {
        return read(body.url, body.events, body.status);
    }

    private Uni<WebhookFields> read(
            @Nullable String url,
            @Nullable List<@Nullable String> events,
            @Nullable String status) {
        List<FieldError> errors = new ArrayList<>();
        Optional<URI> target = url == null ? Optional.empty() : target(url, errors);
        WebhookFields read =
                new WebhookFields(url, events == null ? null : events(events, errors), status);
        if (status != null && !STATUSES.contains(status)) {
            errors.add(new FieldError("status", "must be active or disabled"));
        }
        return errors.isEmpty()
                ? target.map(this::find).orElseGet(WebhookInput::nothing).replaceWith(read)
                : Uni.createFrom().failure(ProblemException.invalid(errors));
    }

    private Optional<URI> target(String url, List<FieldError> errors) {
        try {
            return Optional.of(targets.parse(url));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("url", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static String[] events(List<@Nullable String> given, List<FieldError> errors) {
        Set<String> types = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String type = given.get(i);
            if (type != null && EventTypes.isSent(type)) {
                types.add(type);
            } else {
                errors.add(new FieldError("events[" + i + "]", EventTypes.EXPECTED));
            }
        }
        return types.toArray(String[]::new);
    }

    private Uni<Void> find(URI target) {
        return targets.pin(target)
                .onFailure(NotSentException.class)
                .transform(
                        e -> ProblemException.invalid("url", "cannot be called: " + e.getMessage()))
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
