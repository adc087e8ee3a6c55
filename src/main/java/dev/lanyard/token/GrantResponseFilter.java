package dev.lanyard.token;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Hands on the raw exchange, and leaves an empty object to quarkus-oidc-client: the library loses
 * the tokens of a response whose other fields it cannot read, and logs the others.
 */
@Unremovable // found by the library only
@ApplicationScoped
class GrantResponseFilter implements OidcResponseFilter {

    @Override
    public Uni<Void> filter(OidcResponseFilterContext response) {
        GrantRequest request = response.requestProperties().get(GrantRequest.class.getName());
        request.end(response.responseBody().getBytes());
        response.responseBody(Buffer.buffer("{}"));
        return Uni.createFrom().voidItem();
    }
}
