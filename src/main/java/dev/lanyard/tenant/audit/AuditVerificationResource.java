package dev.lanyard.tenant.audit;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The proof that a tenant's audit log was not changed. */
@Path("/admin/v1/tenants/{id}/audit-log/verification")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class AuditVerificationResource {
    private final AuditChain chain;

    AuditVerificationResource(AuditChain chain) {
        this.chain = chain;
    }

    @GET
    @Operation(summary = "Compute the chain of a tenant's audit log again; also of an erased one")
    public Uni<AuditVerification> verify(@PathParam("id") String id) {
        return chain.verify(id);
    }
}
