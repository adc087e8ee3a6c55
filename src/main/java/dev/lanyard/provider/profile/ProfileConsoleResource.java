package dev.lanyard.provider.profile;

import dev.lanyard.api.PageRequest;
import dev.lanyard.console.Console;
import dev.lanyard.console.ConsoleLinks;
import dev.lanyard.console.ConsolePage;
import dev.lanyard.provider.Providers;
import dev.lanyard.tenant.access.CurrentCaller;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A tenant's connector profiles in the console, looked at. */
@Path("/console/profiles")
@RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
class ProfileConsoleResource {
    static final String ROOT = "/console/profiles";

    private final CurrentCaller caller;
    private final Console console;
    private final ConnectorProfiles profiles;
    private final Providers providers;

    ProfileConsoleResource(
            CurrentCaller caller,
            Console console,
            ConnectorProfiles profiles,
            Providers providers) {
        this.caller = caller;
        this.console = console;
        this.profiles = profiles;
        this.providers = providers;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> list(
            @RestQuery @Nullable String cursor, @RestQuery @Nullable String done) {
        return profiles.list(caller.tenantId(), PageRequest.of(null, cursor))
                .map(page -> page.map(profile -> ConnectorProfileView.of(profile, providers)))
                .map(
                        page ->
                                ProfileConsolePages.list(
                                                page,
                                                providers.all(),
                                                ConsoleLinks.of(ROOT).after(page.nextCursor()))
                                        .saying(done))
                .chain(console::show);
    }

    @GET
    @Path("/new")
    @Operation(hidden = true)
    public Uni<Response> form(@RestQuery @Nullable String provider) {
        ConsolePage page =
                ProfileConsolePages.form(
                        providers.get(provider == null ? "" : provider),
                        providers.callbackUrl(provider == null ? "" : provider));
        return console.show(page);
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String id, @RestQuery @Nullable String done) {
        return profiles.get(caller.tenantId(), id)
                .map(profile -> ConnectorProfileView.of(profile, providers))
                .map(view -> ProfileConsolePages.one(view, caller.get().keyId()).saying(done))
                .chain(console::show);
    }
}
