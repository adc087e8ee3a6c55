package dev.lanyard.tenant.audit;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The operator's own audit log, and the proof that no log was changed. */
@Path("/admin/v1/audit-log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class OperatorAuditLogResource {
    private final LoggedEntries entries;
    private final AuditChain chain;

    OperatorAuditLogResource(LoggedEntries entries, AuditChain chain) {
        this.entries = entries;
        this.chain = chain;
    }

    @GET
    @Operation(summary = "List what operators did that belongs to no tenant, newest first")
    public Uni<Page<AuditEntryView>> list(
            @QueryParam("action") @Nullable String action,
            @QueryParam("object_id") @Nullable String objectId,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return entries.list(
                AuditLog.OPERATOR,
                new AuditFilter(action, null, objectId),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/verification")
    @Operation(summary = "Compute the chain of the operator's own audit log again")
    public Uni<AuditVerification> verify() {
        return chain.verify(AuditLog.OPERATOR);
    }
}
