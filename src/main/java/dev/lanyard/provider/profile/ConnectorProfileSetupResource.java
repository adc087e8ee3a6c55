package dev.lanyard.provider.profile;

import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A tenant's profiles: what makes or changes one, and so asks the provider. */
@Path("/v1/connector-profiles")
@Tag(name = "Connector profiles")
@RequiresScope(Scope.MANAGE)
class ConnectorProfileSetupResource {
    private final CurrentCaller caller;
    private final Providers providers;
    private final ProfileCreation creation;
    private final ProfileUpdate update;
    private final ProfileCheck check;
    private final AuditTrail trail;

    ConnectorProfileSetupResource(
            CurrentCaller caller,
            Providers providers,
            ProfileCreation creation,
            ProfileUpdate update,
            ProfileCheck check,
            AuditTrail trail) {
        this.caller = caller;
        this.providers = providers;
        this.creation = creation;
        this.update = update;
        this.check = check;
        this.trail = trail;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a connector profile; its credentials are checked at once")
    public Uni<ConnectorProfileView> create(NewConnectorProfile body) {
        return creation.register(trail.takeOver(), caller.tenantId(), body)
                .map(profile -> ConnectorProfileView.of(profile, providers));
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a connector profile; a changed secret is checked first")
    public Uni<ConnectorProfileView> change(
            @PathParam("id") String id, ConnectorProfileChange body) {
        if (body.clientSecret != null) {
            trail.call("connector_profile.secret_changed"); // also when it is refused
        }
        return update.change(trail.takeOver(), caller.tenantId(), id, body)
                .map(profile -> ConnectorProfileView.of(profile, providers));
    }

    @POST
    @Path("/{id}/check")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(summary = "Check a connector profile's credentials now")
    public Uni<ConnectorProfileView> check(@PathParam("id") String id) {
        return check.check(caller.tenantId(), id)
                .map(profile -> ConnectorProfileView.of(profile, providers));
    }
}
