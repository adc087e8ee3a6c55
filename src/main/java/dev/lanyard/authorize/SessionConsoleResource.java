package dev.lanyard.authorize;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.authorize.NewConnectSession.NewEndUser;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleField;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.profile.ConnectorProfile;
import dev.lanyard.provider.profile.ConnectorProfiles;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.ConsoleVisit;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A tenant's connect links in the console: made, copied, followed, withdrawn. */
@Path("/console/sessions")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.CONNECT)
class SessionConsoleResource {
    static final String ROOT = "/console/sessions";

    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final ConnectSessions sessions;
    private final SessionCreation creation;
    private final SessionActions actions;
    private final SessionTimeline timeline;
    private final ConnectorProfiles profiles;
    private final AuditTrail trail;

    SessionConsoleResource(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            ConnectSessions sessions,
            SessionCreation creation,
            SessionActions actions,
            SessionTimeline timeline,
            ConnectorProfiles profiles,
            AuditTrail trail) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.sessions = sessions;
        this.creation = creation;
        this.actions = actions;
        this.timeline = timeline;
        this.profiles = profiles;
        this.trail = trail;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String cursor, @RestQuery @Nullable String done) {
        return sessions.list(caller.tenantId(), PageRequest.of(null, cursor))
                .map(page -> page.map(actions::view))
                .chain(
                        page ->
                                sessions.countOfLastDay(caller.tenantId())
                                        .map(
                                                counts ->
                                                        SessionConsolePages.list(
                                                                page,
                                                                counts,
                                                                ConsoleLinks.of(ROOT)
                                                                        .after(page.nextCursor()))))
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    @GET
    @Path("/new")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Uni<Response> form(
            @RestQuery @Nullable String profile,
            @RestQuery @Nullable String user,
            @RestQuery @Nullable String connection) {
        NewConnectSession body = body(profile, user, null, null, connection);
        return form(body).chain(console::show);
    }

    /** The newest; who has more comes from the page of a profile. */
    private Uni<List<ConnectorProfile>> choices() {
        return profiles.list(caller.tenantId(), PageRequest.of("200", null)).map(Page::items);
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String id, @RestQuery @Nullable String done) {
        return sessions.get(caller.tenantId(), id)
                .map(actions::view)
                .chain(
                        view ->
                                timeline.of(caller.tenantId(), id)
                                        .map(steps -> SessionConsolePages.one(view, steps)))
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    /** The link is in this response and nowhere else: nobody knows it afterwards. */
    @POST
    @Operation(hidden = true)
    public Uni<Response> create(
            @RestForm @Nullable String csrf,
            @RestForm @Nullable String profile,
            @RestForm @Nullable String user,
            @RestForm @Nullable String name,
            @RestForm @Nullable String email,
            @RestForm @Nullable String connection) {
        visit.require(csrf);
        NewConnectSession body = body(profile, user, name, email, connection);
        return Uni.createFrom()
                .deferred(() -> creation.create(trail.takeOver(), caller.tenantId(), body))
                .map(SessionConsolePages::link)
                .onFailure(ProblemException.class)
                .recoverWithUni(
                        problem -> form(body).map(form -> form.refused((ProblemException) problem)))
                .chain(console::show);
    }

    private Uni<ConsolePage> form(NewConnectSession body) {
        return choices().map(choices -> SessionConsolePages.form(body, choices));
    }

    private static NewConnectSession body(
            @Nullable String profile,
            @Nullable String user,
            @Nullable String name,
            @Nullable String email,
            @Nullable String connection) {
        return new NewConnectSession(
                ConsoleField.given(profile),
                new NewEndUser(
                        ConsoleField.given(user),
                        ConsoleField.given(name),
                        ConsoleField.given(email)),
                null,
                ConsoleField.given(connection),
                null,
                null,
                null,
                null);
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(hidden = true)
    public Uni<Response> cancel(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return actions.cancel(trail.takeOver(), caller.tenantId(), id)
                .map(view -> Console.done(ROOT + "/" + id, "The link is withdrawn."));
    }
}
