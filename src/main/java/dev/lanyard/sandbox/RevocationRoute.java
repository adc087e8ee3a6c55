package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code POST site/oauth2/revoke} (RFC 7009): Bitbucket has none, other providers do. A refresh
 * token takes its whole grant along; an unknown one is no error (§2.2).
 */
@Singleton
class RevocationRoute implements SandboxEndpoints {
    private final Consumers consumers;
    private final IssuedGrants grants;

    RevocationRoute(Consumers consumers, IssuedGrants grants) {
        this.consumers = consumers;
        this.grants = grants;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.POST, "/site/oauth2/revoke", this::revoke);
    }

    private Uni<SandboxResponse> revoke(RoutingContext ctx) {
        return Uni.createFrom()
                .item(() -> TokenRequest.of(ctx))
                .chain(this::revoke)
                .onFailure(TokenError.class)
                .recoverWithItem(failure -> ((TokenError) failure).response());
    }

    private Uni<SandboxResponse> revoke(TokenRequest request) {
        return consumers
                .find(request.clientId())
                .map(found -> authenticated(found, request))
                .chain(consumer -> revoke(consumer, request.value("token").orElse("")));
    }

    private static Consumer authenticated(Optional<Consumer> found, TokenRequest request) {
        return found.filter(consumer -> consumer.hasSecret(request.clientSecret()))
                .orElseThrow(() -> TokenError.invalidCredentials(401));
    }

    private Uni<SandboxResponse> revoke(Consumer consumer, String token) {
        return grants.ofRefreshToken(consumer.clientId(), token)
                .chain(
                        grant ->
                                grant.isEmpty()
                                        ? Uni.createFrom().item(0)
                                        : grants.revoke(
                                                new IssuedGrants.Selection(
                                                        consumer.clientId(),
                                                        grant,
                                                        Optional.empty()),
                                                "invalid_grant"))
                .map(dead -> SandboxResponse.json(200, new JsonObject()));
    }
}
