package dev.lanyard.tenant.audit;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A tenant's own audit log. */
@Path("/v1/audit-log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit log")
class AuditLogResource {
    private final CurrentCaller caller;
    private final LoggedEntries entries;

    AuditLogResource(CurrentCaller caller, LoggedEntries entries) {
        this.caller = caller;
        this.entries = entries;
    }

    @GET
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "List who did what, newest first")
    public Uni<Page<AuditEntryView>> list(
            @QueryParam("action") @Nullable String action,
            @QueryParam("actor_id") @Nullable String actorId,
            @QueryParam("object_id") @Nullable String objectId,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return entries.list(
                caller.tenantId(),
                new AuditFilter(action, actorId, objectId),
                PageRequest.of(limit, cursor));
    }
}
