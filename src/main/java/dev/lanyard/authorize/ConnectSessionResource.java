package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.SessionMeters;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.Invitations;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
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
    private final InvitationInput input;
    private final Invitations invitations;
    private final ConnectSessions sessions;
    private final SessionActions ends;
    private final ConnectUrls urls;
    private final SessionMeters meters;
    private final AuditTrail trail;

    ConnectSessionResource(
            CurrentCaller caller,
            InvitationInput input,
            Invitations invitations,
            ConnectSessions sessions,
            SessionActions ends,
            ConnectUrls urls,
            SessionMeters meters,
            AuditTrail trail) {
        this.caller = caller;
        this.input = input;
        this.invitations = invitations;
        this.sessions = sessions;
        this.ends = ends;
        this.urls = urls;
        this.meters = meters;
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
        String tenantId = caller.tenantId();
        Actor actor = trail.takeOver();
        TenantToken token = TenantToken.issue("ct", tenantId);
        return input.check(tenantId, body)
                .chain(
                        checked ->
                                invitations.create(
                                        actor,
                                        token,
                                        checked.profile(),
                                        checked.invitation(),
                                        InvitationInput.lifetime(body)))
                .invoke(this::count)
                .map(session -> ConnectSessionView.of(session, urls.page(token.text())))
                .map(ConnectSessionResource::created);
    }

    private void count(ConnectSession session) {
        meters.count(session.invitation().provider(), SessionMeters.FunnelStep.CREATED);
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
