package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code POST site/oauth2/revoke} (RFC 7009): Bitbucket has none, other providers do. A refresh
 * token takes its whole grant along, an access token ends alone, unless a fault makes either end
 * all that the account granted; an unknown one is no error (§2.2).
 */
@Singleton
class RevocationRoute implements SandboxEndpoints {
    private static final String DEAD = "invalid_grant";

    private final ClientAuthentication clients;
    private final Faults faults;
    private final IssuedGrants grants;
    private final ResponseDelay pause;

    RevocationRoute(
            ClientAuthentication clients, Faults faults, IssuedGrants grants, ResponseDelay pause) {
        this.clients = clients;
        this.faults = faults;
        this.grants = grants;
        this.pause = pause;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.POST, "/site/oauth2/revoke", this::revoke);
    }

    /** A revocation, and what strikes it. */
    private record Revoking(Consumer consumer, TokenRequest request, ActiveFaults fired) {
        String token() {
            return request.value("token").orElse("");
        }
    }

    private Uni<SandboxResponse> revoke(RoutingContext ctx) {
        return Uni.createFrom()
                .item(() -> TokenRequest.of(ctx))
                .chain(this::authenticate)
                .chain(this::strike)
                .chain(this::response)
                .onFailure(TokenError.class)
                .recoverWithItem(failure -> ((TokenError) failure).response());
    }

    private Uni<Revoking> authenticate(TokenRequest request) {
        return clients.find(request)
                .map(found -> found.orElseThrow(() -> TokenError.invalidCredentials(401)))
                .call(consumer -> checkSecret(consumer, request))
                .map(consumer -> new Revoking(consumer, request, ActiveFaults.NONE));
    }

    private Uni<Void> checkSecret(Consumer consumer, TokenRequest request) {
        return clients.accepts(consumer, request, FaultPoint.REVOKE)
                .chain(RevocationRoute::refuseUnless);
    }

    private static Uni<Void> refuseUnless(boolean good) {
        return good
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(TokenError.invalidCredentials(401));
    }

    private Uni<Revoking> strike(Revoking call) {
        return faults.take(call.consumer().clientId(), FaultPoint.REVOKE)
                .map(fired -> new Revoking(call.consumer(), call.request(), fired));
    }

    private Uni<SandboxResponse> response(Revoking call) {
        Optional<Rejection> away = call.fired().turnedAway();
        return pause.millis(call.fired().waitBefore())
                .chain(() -> away.isPresent() ? answer(away.get()) : revoke(call))
                .map(response -> call.request().echo(response))
                .call(response -> pause.millis(call.fired().waitAfter()));
    }

    private static Uni<SandboxResponse> answer(Rejection away) {
        return Uni.createFrom().item(away.response());
    }

    private Uni<SandboxResponse> revoke(Revoking call) {
        return grants.ofToken(call.consumer().clientId(), call.token())
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(0)
                                        : revoke(call, found.get()))
                .map(dead -> call.fired().after(SandboxResponse.json(200, new JsonObject())));
    }

    private Uni<Integer> revoke(Revoking call, IssuedGrants.TokenOwner owner) {
        String clientId = call.consumer().clientId();
        if (call.fired().has(FaultKind.REVOCATION_ENDS_ALL)) {
            return grants.revoke(
                    new IssuedGrants.Selection(
                            clientId, Optional.empty(), Optional.of(owner.account())),
                    DEAD);
        }
        return owner.byRefreshToken()
                ? grants.revoke(
                        new IssuedGrants.Selection(
                                clientId, Optional.of(owner.grantId()), Optional.empty()),
                        DEAD)
                : grants.expire(call.token());
    }
}
