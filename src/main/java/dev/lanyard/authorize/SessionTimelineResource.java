package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/connect-sessions/{id}/timeline}: how far a session came, and why no further. */
@Path("/v1/connect-sessions/{id}/timeline")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connect sessions")
class SessionTimelineResource {
    private final CurrentCaller caller;
    private final ConnectSessions sessions;
    private final SessionTimeline timeline;

    SessionTimelineResource(
            CurrentCaller caller, ConnectSessions sessions, SessionTimeline timeline) {
        this.caller = caller;
        this.sessions = sessions;
        this.timeline = timeline;
    }

    /** The steps, the first one first. */
    @GET
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "List a connect session's steps, each with its time and its reason")
    public Uni<TimelineView> list(@PathParam("id") String id) {
        return sessions.get(caller.tenantId(), id).chain(this::steps);
    }

    private Uni<TimelineView> steps(ConnectSession session) {
        return timeline.of(session.tenantId(), session.id())
                .map(steps -> TimelineView.of(session, steps));
    }
}
