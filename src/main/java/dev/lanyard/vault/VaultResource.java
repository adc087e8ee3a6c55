package dev.lanyard.vault;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The operator's view of the vault: ids and counts, no key material. */
@Path("/admin/v1/vault")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class VaultResource {
    private final VaultRotation rotation;
    private final KeysInUse inUse;

    VaultResource(VaultRotation rotation, KeysInUse inUse) {
        this.rotation = rotation;
        this.inUse = inUse;
    }

    @GET
    @Operation(summary = "The vault keys, and how many tenants' data keys each of them wraps")
    public Uni<VaultView> get() {
        return inUse.view();
    }

    @POST
    @Path("/rotate")
    @ResponseStatus(202)
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(summary = "Wrap all data keys again by the first vault key; GET tells how far it is")
    public Uni<VaultView> rotate() {
        return rotation.request().chain(inUse::view);
    }
}
