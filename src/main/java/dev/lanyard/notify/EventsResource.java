package dev.lanyard.notify;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A tenant's events: told, or there to be told had it listened. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class EventsResource {
    private final OutboxEvents events;
    private final WebhookRedelivery redelivery;
    private final CurrentCaller caller;

    EventsResource(OutboxEvents events, WebhookRedelivery redelivery, CurrentCaller caller) {
        this.events = events;
        this.redelivery = redelivery;
        this.caller = caller;
    }

    /**
     * The number of deliveries that are on their way again.
     *
     * @param deliveries to how many webhooks
     */
    record Redelivery(long deliveries) {}

    @GET
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "List the events, newest first")
    public Uni<Page<Event>> list(
            @RestQuery String type, @RestQuery String limit, @RestQuery String cursor) {
        return events.list(caller.tenantId(), type, PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/redeliver")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @ResponseStatus(202)
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "Send an event again to every active webhook that listens to its type")
    public Uni<Redelivery> redeliver(@RestPath String id) {
        return redelivery.redeliver(caller.tenantId(), id).map(Redelivery::new);
    }
}
