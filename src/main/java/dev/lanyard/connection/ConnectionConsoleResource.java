package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.accesstoken.FreshTokens;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.console.Console;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A tenant's connections in the console: found, looked at, mended, ended. */
@Path("/console/connections")
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RequiresScope(Scope.MANAGE)
class ConnectionConsoleResource {
    private static final String ROOT = "/console/connections";

    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final Console console;
    private final ShownConnections shown;
    private final RefreshHistories histories;
    private final Connections connections;
    private final FreshTokens tokens;
    private final Disconnection disconnection;
    private final AuditTrail trail;

    ConnectionConsoleResource(
            CurrentCaller caller,
            ConsoleVisit visit,
            Console console,
            ShownConnections shown,
            RefreshHistories histories,
            Connections connections,
            FreshTokens tokens,
            Disconnection disconnection,
            AuditTrail trail) {
        this.caller = caller;
        this.visit = visit;
        this.console = console;
        this.shown = shown;
        this.histories = histories;
        this.connections = connections;
        this.tokens = tokens;
        this.disconnection = disconnection;
        this.trail = trail;
    }

    @GET
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String find,
            @RestQuery @Nullable String status,
            @RestQuery @Nullable String profile,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String done) {
        ConnectionSearch search = ConnectionSearch.of(find, status, profile);
        if (search.isId()) {
            return Uni.createFrom().item(Console.to(ROOT + "/" + search.find()));
        }
        return shown.search(caller.tenantId(), search, PageRequest.of(null, cursor))
                .map(page -> ConnectionConsolePages.list(search, page).saying(done))
                .chain(console::show);
    }

    @GET
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String id, @RestQuery @Nullable String done) {
        return shown.get(connection(id))
                .chain(
                        view ->
                                histories
                                        .of(connection(view.id()))
                                        .map(history -> ConnectionConsolePages.one(view, history)))
                .map(page -> page.saying(done))
                .chain(console::show);
    }

    @POST
    @Path("/{id}/refresh")
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(hidden = true)
    public Uni<Response> refresh(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return tokens.refreshNow(connection(id))
                .map(refreshed -> done(id, "The access token was refreshed."));
    }

    @POST
    @Path("/{id}/disable")
    @Operation(hidden = true)
    public Uni<Response> disable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return change(id, "disabled", "The connection gives out nothing now. It is kept alive.");
    }

    @POST
    @Path("/{id}/enable")
    @Operation(hidden = true)
    public Uni<Response> enable(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return change(id, "active", "The connection gives out tokens again.");
    }

    private Uni<Response> change(String id, String status, String notice) {
        ConnectionChange change = new ConnectionChange();
        change.status = status;
        return connections
                .change(trail.takeOver(), connection(id), change.check())
                .map(changed -> done(id, notice));
    }

    @POST
    @Path("/{id}/delete")
    @Operation(hidden = true)
    public Uni<Response> delete(@RestPath String id, @RestForm @Nullable String csrf) {
        visit.require(csrf);
        return disconnection
                .disconnect(trail.takeOver(), connection(id))
                .map(gone -> Console.done(ROOT, "The connection " + id + " is erased."));
    }

    private static Response done(String id, String notice) {
        return Console.done(ROOT + "/" + id, notice);
    }

    private ConnectionRef connection(String id) {
        return new ConnectionRef(caller.tenantId(), id);
    }
}
