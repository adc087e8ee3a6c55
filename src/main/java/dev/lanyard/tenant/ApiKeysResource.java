package dev.lanyard.tenant;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
import dev.lanyard.tenant.access.AuditTrail;
import dev.lanyard.tenant.access.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A tenant's API keys, issued by the operator. */
@Path("/admin/v1/tenants/{id}/api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator")
class ApiKeysResource {
    private final ApiKeys keys;
    private final AuditTrail trail;

    ApiKeysResource(ApiKeys keys, AuditTrail trail) {
        this.keys = keys;
        this.trail = trail;
    }

    /** A key to be. */
    record NewApiKey(
            @Nullable String name,
            @Nullable Set<@Nullable Scope> scopes,
            @Nullable OffsetDateTime expiresAt) {}

    /** A key as shown, without what opens it. */
    record ApiKeyView(
            String id,
            String name,
            List<String> scopes,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime expiresAt) {
        static ApiKeyView of(ApiKey key) {
            return new ApiKeyView(
                    key.id(), key.name(), key.scopes(), key.createdAt(), key.expiresAt());
        }
    }

    /** A key as shown once, when it is new. */
    record IssuedView(
            String id,
            String name,
            List<String> scopes,
            String key,
            OffsetDateTime createdAt,
            @Nullable OffsetDateTime expiresAt) {
        static IssuedView of(ApiKeys.IssuedKey issued) {
            ApiKeyView view = ApiKeyView.of(issued.apiKey());
            return new IssuedView(
                    view.id(),
                    view.name(),
                    view.scopes(),
                    issued.key(),
                    view.createdAt(),
                    view.expiresAt());
        }

        @Override
        public String toString() {
            return "IssuedView[" + id + ", …]";
        }
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Issue an API key; it is shown this once")
    public Uni<IssuedView> issue(@RestPath String id, NewApiKey key) {
        return keys.issue(trail.takeOver(), id, OperatorInput.key(key)).map(IssuedView::of);
    }

    @GET
    @Operation(summary = "List a tenant's API keys, newest first")
    public Uni<Page<ApiKeyView>> list(
            @RestPath String id, @RestQuery String limit, @RestQuery String cursor) {
        return keys.list(id, PageRequest.of(limit, cursor)).map(page -> page.map(ApiKeyView::of));
    }

    @DELETE
    @Path("/{keyId}")
    @Operation(summary = "Revoke an API key")
    public Uni<Void> delete(@RestPath String id, @RestPath String keyId) {
        return keys.delete(trail.takeOver(), id, keyId);
    }
}
