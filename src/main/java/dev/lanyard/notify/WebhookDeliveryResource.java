package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The calls of a webhook: a trial, and the deliveries. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RequiresScope(Scope.MANAGE)
class WebhookDeliveryResource {
    private final CurrentCaller caller;
    private final Webhooks webhooks;
    private final WebhookDeliveries deliveries;
    private final WebhookTrial trial;
    private final Vault vault;

    WebhookDeliveryResource(
            CurrentCaller caller,
            Webhooks webhooks,
            WebhookDeliveries deliveries,
            WebhookTrial trial,
            Vault vault) {
        this.caller = caller;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.trial = trial;
        this.vault = vault;
    }

    @POST
    @Path("/{id}/test")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(summary = "Send a webhook.test event once, now, and tell how it went")
    public Uni<WebhookTrial.Result> test(@RestPath String id) {
        return webhooks.get(caller.tenantId(), id).chain(this::send);
    }

    private Uni<WebhookTrial.Result> send(Webhook webhook) {
        return vault.dataKey(webhook.tenantId())
                .map(key -> WebhookSecret.open(key, webhook.id(), webhook.secret()))
                .chain(secret -> trial.send(webhook, secret));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(summary = "List what was told to a webhook, newest first")
    public Uni<Page<WebhookDeliveryView>> deliveries(
            @RestPath String id, @RestQuery String limit, @RestQuery String cursor) {
        return deliveries.list(caller.tenantId(), id, PageRequest.of(limit, cursor));
    }
}
