package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.Scope;
import dev.lanyard.tenant.workload.WorkloadIssuers;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A tenant's workload identities, given by the operator (docs/workload-identity.md). */
@Path("/admin/v1/tenants/{id}/workload-identities")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class WorkloadIdentitiesResource {
    private final WorkloadIdentities identities;
    private final WorkloadIssuers issuers;
    private final AuditTrail trail;

    WorkloadIdentitiesResource(
            WorkloadIdentities identities, WorkloadIssuers issuers, AuditTrail trail) {
        this.identities = identities;
        this.issuers = issuers;
        this.trail = trail;
    }

    /** An identity to be. */
    record NewWorkloadIdentity(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String subject,
            @Nullable Set<@Nullable Scope> scopes) {}

    /**
     * An identity as shown.
     *
     * @param lastUsedAt to half a minute; null: never
     */
    record WorkloadIdentityView(
            String id,
            String issuer,
            String audience,
            String subject,
            List<String> scopes,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime lastUsedAt) {
        static WorkloadIdentityView of(WorkloadIdentity identity) {
            WorkloadIdentity.Workload workload = identity.workload();
            return new WorkloadIdentityView(
                    identity.id(),
                    workload.issuer(),
                    workload.audience(),
                    workload.subject(),
                    identity.scopes(),
                    identity.createdAt(),
                    identity.lastUsedAt());
        }
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Let a workload call in a tenant's name by its platform's OIDC tokens")
    public Uni<WorkloadIdentityView> create(@RestPath String id, NewWorkloadIdentity identity) {
        return identities
                .create(trail.takeOver(), id, OperatorInput.identity(identity, issuers))
                .map(WorkloadIdentityView::of);
    }

    @GET
    @Operation(summary = "List a tenant's workload identities, newest first")
    public Uni<Page<WorkloadIdentityView>> list(
            @RestPath String id, @RestQuery String limit, @RestQuery String cursor) {
        return identities
                .list(id, PageRequest.of(limit, cursor))
                .map(page -> page.map(WorkloadIdentityView::of));
    }

    @DELETE
    @Path("/{identityId}")
    @Operation(summary = "Remove a workload identity")
    public Uni<Void> delete(@RestPath String id, @RestPath String identityId) {
        return identities.delete(trail.takeOver(), id, identityId);
    }
}
