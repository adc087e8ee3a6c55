package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/connect-sessions}: a tenant's invitations (docs/api.md). */
@Path("/v1/connect-sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connect sessions")
class ConnectSessionResource {
    private final CurrentCaller caller;
    private final SessionCreation creation;
    private final ConnectSessions sessions;
    private final SessionActions ends;
    private final AuditTrail trail;

    ConnectSessionResource(
            CurrentCaller caller,
            SessionCreation creation,
            ConnectSessions sessions,
            SessionActions ends,
            AuditTrail trail) {
        this.caller = caller;
        this.creation = creation;
        this.sessions = sessions;
        this.ends = ends;
        this.trail = trail;
    }

    /** The body of a confirmation: what the browser brought on the return URL. */
    record Confirmation(@Nullable String confirmation) {

        @Override
        public String toString() {
            return "Confirmation[…]";
        }
    }

    /** Creates a session; the connect URL is told this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.CONNECT)
    @Operation(summary = "Invite an end user; connect_url is shown this once")
    public Uni<RestResponse<ConnectSessionView>> create(NewConnectSession body) {
        return creation.create(trail.takeOver(), caller.tenantId(), body)
                .map(ConnectSessionResource::created);
    }

    private static RestResponse<ConnectSessionView> created(ConnectSessionView session) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, session)
                .location(URI.create("/v1/connect-sessions/" + session.id()))
                .build();
    }

    /** Where a session stands. */
    @GET
    @Path("{id}")
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "Get a connect session")
    public Uni<ConnectSessionView> get(@PathParam("id") String id) {
        return sessions.get(caller.tenantId(), id).map(ends::view);
    }

    /** Withdraws a session. */
    @POST
    @Path("{id}/cancel")
    @RequiresScope(Scope.CONNECT)
    @Operation(summary = "Withdraw a connect session")
    public Uni<ConnectSessionView> cancel(@PathParam("id") String id) {
        return ends.cancel(trail.takeOver(), caller.tenantId(), id);
    }

    /** Confirms that the browser which came back is the end user's. */
    @POST
    @Path("{id}/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresScope(Scope.CONNECT)
    @Operation(summary = "Confirm that the browser which came back is the end user's")
    public Uni<ConnectSessionView> confirm(@PathParam("id") String id, Confirmation body) {
        if (body.confirmation() == null) {
            throw ProblemException.invalid("confirmation", "must not be empty");
        }
        return ends.confirm(trail.takeOver(), caller.tenantId(), id, body.confirmation());
    }
}
