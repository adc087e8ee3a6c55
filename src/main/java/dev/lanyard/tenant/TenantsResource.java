package dev.lanyard.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.tenant.access.AuditTrail;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The operator's tenants. */
@Path("/admin/v1/tenants")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class TenantsResource {
    private final Tenants tenants;
    private final AuditTrail trail;

    TenantsResource(Tenants tenants, AuditTrail trail) {
        this.tenants = tenants;
        this.trail = trail;
    }

    /** A tenant to be. */
    record NewTenant(@Nullable String name) {
        /** The name; fails with {@code validation_failed}. */
        String checkedName() {
            return OperatorInput.name(name);
        }
    }

    /** A changed tenant; what is absent stays, and null is not absent. */
    record TenantChange(@Schema(implementation = String.class) @Nullable JsonNode name) {
        Optional<String> newName() {
            if (name == null) {
                return Optional.empty();
            }
            return Optional.of(OperatorInput.name(name.textValue()));
        }
    }

    /** A tenant as shown. */
    record TenantView(String id, String name, OffsetDateTime createdAt) {
        static TenantView of(Tenant tenant) {
            return new TenantView(tenant.id(), tenant.name(), tenant.createdAt());
        }
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a tenant")
    public Uni<TenantView> create(NewTenant tenant) {
        return tenants.create(trail.takeOver(), tenant.checkedName()).map(TenantView::of);
    }

    @GET
    @Operation(summary = "List the tenants, newest first")
    public Uni<Page<TenantView>> list(@RestQuery String limit, @RestQuery String cursor) {
        return tenants.list(PageRequest.of(limit, cursor)).map(page -> page.map(TenantView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a tenant")
    public Uni<TenantView> get(@RestPath String id) {
        return tenants.get(id).map(TenantView::of);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Rename a tenant")
    public Uni<TenantView> change(@RestPath String id, TenantChange change) {
        return change.newName()
                .map(name -> tenants.rename(trail.takeOver(), id, name))
                .orElseGet(() -> tenants.get(id))
                .map(TenantView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Erase a tenant and all it owns")
    public Uni<Void> delete(@RestPath String id) {
        return tenants.delete(trail.takeOver(), id);
    }
}
