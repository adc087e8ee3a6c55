package dev.lanyard.provider.profile;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A tenant's profiles: reading and deleting. */
@Path("/v1/connector-profiles")
@Tag(name = "Connector profiles")
class ConnectorProfileResource {
    private final CurrentCaller caller;
    private final Providers providers;
    private final ConnectorProfiles profiles;
    private final AuditTrail trail;

    ConnectorProfileResource(
            CurrentCaller caller,
            Providers providers,
            ConnectorProfiles profiles,
            AuditTrail trail) {
        this.caller = caller;
        this.providers = providers;
        this.profiles = profiles;
        this.trail = trail;
    }

    @GET
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "List the connector profiles, newest first")
    public Uni<Page<ConnectorProfileView>> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return profiles.list(caller.tenantId(), PageRequest.of(limit, cursor))
                .map(page -> page.map(profile -> ConnectorProfileView.of(profile, providers)));
    }

    @GET
    @Path("/{id}")
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "Get a connector profile")
    public Uni<ConnectorProfileView> get(@PathParam("id") String id) {
        return profiles.get(caller.tenantId(), id)
                .map(profile -> ConnectorProfileView.of(profile, providers));
    }

    @DELETE
    @Path("/{id}")
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "Delete a connector profile that has no connections")
    public Uni<Void> delete(@PathParam("id") String id) {
        return profiles.delete(trail.takeOver(), caller.tenantId(), id);
    }
}
