package dev.lanyard.console;

import dev.lanyard.tenant.access.ConsoleSessions;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** Ends the session in this browser. */
@Path("/console/sign-out")
class ConsoleSignOutResource {
    private final ConsoleSessions sessions;
    private final ConsoleVisit visit;

    ConsoleSignOutResource(ConsoleSessions sessions, ConsoleVisit visit) {
        this.sessions = sessions;
        this.visit = visit;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Response end(@RestForm @Nullable String csrf) {
        visit.require(csrf);
        return Response.status(303)
                .location(URI.create("/console/sign-in"))
                .header("Set-Cookie", sessions.end())
                .build();
    }
}
