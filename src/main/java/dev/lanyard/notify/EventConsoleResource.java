package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A tenant's events in the console: read, and sent again. */
@Path("/console/events")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class EventConsoleResource {
    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final OutboxEvents events;
    private final WebhookRedelivery redelivery;

    EventConsoleResource(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            OutboxEvents events,
            WebhookRedelivery redelivery) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.events = events;
        this.redelivery = redelivery;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String type,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String done) {
        String wanted = type == null || type.isEmpty() ? null : type;
        return events.list(caller.tenantId(), wanted, PageRequest.of(null, cursor))
                .map(page -> WebhookConsolePages.events(page, wanted).saying(done))
                .chain(console::show);
    }

    @POST
    @Path("/redeliver")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(hidden = true)
    public Uni<Response> redeliver(@RestForm @Nullable String csrf, @RestForm @Nullable String id) {
        visit.require(csrf);
        return redelivery
                .redeliver(caller.tenantId(), id == null ? "" : id.strip())
                .map(
                        sent ->
                                Console.done(
                                        "/console/events",
                                        "The event is on its way again, to "
                                                + sent
                                                + " webhooks."));
    }
}
