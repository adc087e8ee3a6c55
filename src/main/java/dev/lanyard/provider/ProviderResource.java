package dev.lanyard.provider;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.api.PageRequest.Position;
import dev.lanyard.tenant.access.RequiresScope;
import dev.lanyard.tenant.access.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The catalogue, as a tenant reads it. */
@Path("/v1/providers")
@Tag(name = "Providers")
@RequiresScope({Scope.CONNECT, Scope.MANAGE, Scope.TOKENS})
class ProviderResource {
    /** Entries have no age: they are listed by name. */
    private static final OffsetDateTime AGELESS =
            OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Providers providers;

    ProviderResource(Providers providers) {
        this.providers = providers;
    }

    @GET
    @Operation(summary = "List the providers, by name")
    public Page<ProviderView> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        List<Provider> rows =
                providers.all().stream()
                        .filter(provider -> provider.name().compareTo(request.after().id()) > 0)
                        .limit(request.limit() + 1L)
                        .toList();
        return Page.of(rows, request, provider -> new Position(AGELESS, provider.name()))
                .map(this::view);
    }

    @GET
    @Path("/{provider}")
    @Operation(summary = "Get a provider, with the steps of its guide")
    public ProviderView get(@PathParam("provider") String name) {
        return view(providers.get(name));
    }

    private ProviderView view(Provider provider) {
        return ProviderView.of(provider, providers.callbackUrl(provider));
    }
}
