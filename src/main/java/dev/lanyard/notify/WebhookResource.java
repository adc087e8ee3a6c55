package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.database.TenantKey;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** A tenant's webhooks. */
@Path("/v1/webhooks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
@RequiresScope(Scope.MANAGE)
class WebhookResource {
    private final CurrentCaller caller;
    private final AuditTrail trail;
    private final WebhookInput input;
    private final WebhookCreation creation;
    private final Webhooks webhooks;

    WebhookResource(
            CurrentCaller caller,
            AuditTrail trail,
            WebhookInput input,
            WebhookCreation creation,
            Webhooks webhooks) {
        this.caller = caller;
        this.trail = trail;
        this.input = input;
        this.creation = creation;
        this.webhooks = webhooks;
    }

    /** A webhook as shown once, when it is new. */
    record CreatedView(
            String id,
            String url,
            List<String> events,
            String secret,
            String status,
            OffsetDateTime createdAt) {
        static CreatedView of(WebhookCreation.CreatedWebhook created) {
            Webhook webhook = created.webhook();
            return new CreatedView(
                    webhook.id(),
                    webhook.url(),
                    webhook.events(),
                    created.secret().text(),
                    webhook.status(),
                    webhook.createdAt());
        }

        @Override
        public String toString() {
            return "CreatedView[" + id + ", …]";
        }
    }

    @POST
    @Operation(summary = "Create a webhook; its secret is shown this once")
    public Uni<RestResponse<CreatedView>> create(NewWebhook body) {
        return creation.create(trail.takeOver(), caller.tenantId(), body)
                .map(CreatedView::of)
                .map(WebhookResource::created);
    }

    private static RestResponse<CreatedView> created(CreatedView webhook) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, webhook)
                .location(URI.create("/v1/webhooks/" + webhook.id()))
                .build();
    }

    @GET
    @Operation(summary = "List the webhooks, newest first")
    public Uni<Page<WebhookView>> list(@RestQuery String limit, @RestQuery String cursor) {
        return webhooks.list(caller.tenantId(), PageRequest.of(limit, cursor))
                .map(page -> page.map(WebhookView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a webhook")
    public Uni<WebhookView> get(@RestPath String id) {
        return webhooks.get(caller.tenantId(), id).map(WebhookView::of);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a webhook's address, types or status")
    public Uni<WebhookView> change(@RestPath String id, WebhookChange body) {
        Actor actor = trail.takeOver();
        TenantKey key = new TenantKey(caller.tenantId(), id);
        return input.read(caller.tenantId(), body)
                .chain(read -> webhooks.change(actor, key, read))
                .map(WebhookView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a webhook; what is on its way to it is dropped")
    public Uni<Void> delete(@RestPath String id) {
        return webhooks.delete(trail.takeOver(), new TenantKey(caller.tenantId(), id));
    }
}
