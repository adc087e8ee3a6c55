package dev.lanyard.connection;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.connection.accesstoken.FreshTokens;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** A tenant's connections. */
@Path("/v1/connections")
@Tag(name = "Connections")
class ConnectionResource {
    private final CurrentCaller caller;
    private final ShownConnections shown;
    private final Connections connections;
    private final FreshTokens tokens;
    private final Disconnection disconnecting;
    private final ClientConnectionCreator creator;
    private final AuditTrail trail;

    ConnectionResource(
            CurrentCaller caller,
            ShownConnections shown,
            Connections connections,
            FreshTokens tokens,
            Disconnection disconnecting,
            ClientConnectionCreator creator,
            AuditTrail trail) {
        this.caller = caller;
        this.shown = shown;
        this.connections = connections;
        this.tokens = tokens;
        this.disconnecting = disconnecting;
        this.creator = creator;
        this.trail = trail;
    }

    @POST
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "Make a connection without a user: a token of the client's own")
    public Uni<RestResponse<ConnectionView>> create(NewConnection body) {
        return creator.create(trail.takeOver(), caller.tenantId(), body)
                .chain(shown::get)
                .map(ConnectionResource::created);
    }

    private static RestResponse<ConnectionView> created(ConnectionView connection) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, connection)
                .location(URI.create("/v1/connections/" + connection.id()))
                .build();
    }

    @GET
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "List the connections, newest first")
    public Uni<Page<ConnectionView>> list(
            @QueryParam("end_user_id") @Nullable String endUserId,
            @QueryParam("provider") @Nullable String provider,
            @QueryParam("status") @Nullable String status,
            @QueryParam("connector_profile_id") @Nullable String profileId,
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return shown.list(
                caller.tenantId(),
                new ConnectionFilter(endUserId, provider, status, profileId, accountId),
                PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
    @Operation(summary = "Get a connection")
    public Uni<ConnectionView> get(@PathParam("id") String id) {
        return shown.get(connection(id));
    }

    @PATCH
    @Path("/{id}")
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "Change a connection's metadata, or switch it on or off")
    public Uni<ConnectionView> change(@PathParam("id") String id, ConnectionChange change) {
        return connections
                .change(trail.takeOver(), connection(id), change.check())
                .chain(shown::get);
    }

    @DELETE
    @Path("/{id}")
    @RequiresScope(Scope.MANAGE)
    @Operation(summary = "Erase a connection, revoking its grant where the provider can")
    public Uni<Void> delete(@PathParam("id") String id) {
        return disconnecting.disconnect(trail.takeOver(), connection(id));
    }

    @POST
    @Path("/{id}/refresh")
    @RequiresScope(Scope.MANAGE)
    @Cancellable(false) // whoever hangs up does not escape the audit log
    @Operation(summary = "Refresh a connection's tokens now")
    public Uni<ConnectionView> refresh(@PathParam("id") String id) {
        return tokens.refreshNow(connection(id)).chain(shown::get);
    }

    private ConnectionRef connection(String id) {
        return new ConnectionRef(caller.tenantId(), id);
    }
}
