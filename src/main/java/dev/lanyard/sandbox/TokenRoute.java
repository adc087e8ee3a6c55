package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code POST site/oauth2/access_token}: who asks, which faults strike, which grant answers. */
@Singleton
class TokenRoute implements SandboxEndpoints {
    private final Consumers consumers;
    private final ClientAuthentication clients;
    private final Faults faults;
    private final SeenTokens seenTokens;
    private final GrantTypes grantTypes;
    private final ResponseDelay pause;

    TokenRoute(
            Consumers consumers,
            ClientAuthentication clients,
            Faults faults,
            SeenTokens seenTokens,
            GrantTypes grantTypes,
            ResponseDelay pause) {
        this.consumers = consumers;
        this.clients = clients;
        this.faults = faults;
        this.seenTokens = seenTokens;
        this.grantTypes = grantTypes;
        this.pause = pause;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.POST, "/site/oauth2/access_token", this::token);
    }

    private Uni<SandboxResponse> token(RoutingContext ctx) {
        return Uni.createFrom()
                .item(() -> TokenRequest.of(ctx))
                .chain(this::authenticate)
                .chain(this::strike)
                .chain(this::response)
                .onFailure(TokenError.class)
                .recoverWithItem(failure -> ((TokenError) failure).response());
    }

    private Uni<TokenCall> authenticate(TokenRequest request) {
        return clients.find(request)
                .map(found -> found.orElseThrow(() -> TokenError.invalidCredentials(400)))
                .map(consumer -> new TokenCall(consumer, request, ActiveFaults.NONE))
                .call(this::checkSecret);
    }

    private Uni<Void> checkSecret(TokenCall call) {
        return clients.accepts(call.consumer(), call.request(), call.request().place())
                .chain(good -> good ? Uni.createFrom().voidItem() : withoutSecret(call));
    }

    private Uni<Void> withoutSecret(TokenCall call) {
        return faults.take(call.consumer().clientId(), call.request().place())
                .chain(
                        fired ->
                                fired.has(FaultKind.CODE_FIRST)
                                        ? Uni.createFrom().voidItem()
                                        : refuseSecret(call));
    }

    private Uni<Void> refuseSecret(TokenCall call) {
        return seenTokens
                .notConsumed(call, "wrong_secret")
                .onItem()
                .failWith(() -> TokenError.invalidCredentials(call.habits().unauthorizedStatus()));
    }

    private Uni<TokenCall> strike(TokenCall call) {
        return faults.take(call.consumer().clientId(), call.request().place())
                .map(fired -> new TokenCall(call.consumer(), call.request(), fired));
    }

    private Uni<SandboxResponse> response(TokenCall call) {
        return pause.millis(call.fired().waitBefore())
                .chain(() -> consumers.overRate(call.consumer()))
                .map(overRate -> turnedAway(call, overRate))
                .chain(away -> away.isPresent() ? turnAway(call, away.get()) : redeem(call))
                .call(response -> pause.millis(call.fired().waitAfter()));
    }

    private static Optional<Rejection> turnedAway(TokenCall call, boolean overRate) {
        if (overRate) {
            return Optional.of(new Rejection("rate_limited", ActiveFaults.rateLimited()));
        }
        return call.fired()
                .turnedAway()
                .or(() -> call.fired().find(FaultKind.WRONG_SECRET).map(TokenRoute::wrongSecret))
                .or(() -> lockOut(call));
    }

    private static Rejection wrongSecret(Fault fault) {
        return Rejection.by(fault, TokenError.invalidCredentials(fault.status()).response());
    }

    private static Optional<Rejection> lockOut(TokenCall call) {
        boolean locked =
                call.fired().has(FaultKind.LOCK_OUT)
                        || (call.consumer().lockedOut()
                                && call.request().place() == FaultPoint.REFRESH);
        TokenError refusal = TokenError.invalidCredentials(call.habits().unauthorizedStatus());
        return locked
                ? Optional.of(new Rejection("lock_out", refusal.response()))
                : Optional.empty();
    }

    private Uni<SandboxResponse> turnAway(TokenCall call, Rejection away) {
        return seenTokens
                .notConsumed(call, away.reason())
                .replaceWith(() -> call.request().echo(away.response()));
    }

    private Uni<SandboxResponse> redeem(TokenCall call) {
        return grantTypes.redeem(call).map(call.fired()::after);
    }
}
