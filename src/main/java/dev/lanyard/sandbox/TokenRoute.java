package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code POST site/oauth2/access_token}: who asks, which faults strike, which grant answers. */
@Singleton
class TokenRoute implements Endpoints {
    private final Consumers consumers;
    private final Faults faults;
    private final Presentations presentations;
    private final GrantTypes grantTypes;
    private final Pause pause;

    TokenRoute(
            Consumers consumers,
            Faults faults,
            Presentations presentations,
            GrantTypes grantTypes,
            Pause pause) {
        this.consumers = consumers;
        this.faults = faults;
        this.presentations = presentations;
        this.grantTypes = grantTypes;
        this.pause = pause;
    }

    @Override
    public void mount(Routes routes) {
        routes.on(HttpMethod.POST, "/site/oauth2/access_token", this::token);
    }

    private Uni<Answer> token(RoutingContext ctx) {
        return Uni.createFrom()
                .item(() -> TokenRequest.of(ctx))
                .chain(this::authenticate)
                .chain(this::strike)
                .chain(this::answer)
                .onFailure(TokenError.class)
                .recoverWithItem(failure -> ((TokenError) failure).answer());
    }

    private Uni<TokenCall> authenticate(TokenRequest request) {
        return consumers
                .find(request.clientId())
                .map(found -> found.orElseThrow(() -> TokenError.invalidCredentials(400)))
                .map(consumer -> new TokenCall(consumer, request, Fired.NONE))
                .call(this::checkSecret);
    }

    private Uni<Void> checkSecret(TokenCall call) {
        if (call.consumer().hasSecret(call.request().clientSecret())) {
            return Uni.createFrom().voidItem();
        }
        return presentations
                .notConsumed(call, "wrong_secret")
                .onItem()
                .failWith(() -> TokenError.invalidCredentials(call.habits().unauthorizedStatus()));
    }

    private Uni<TokenCall> strike(TokenCall call) {
        return faults.take(call.consumer().clientId(), call.request().place())
                .map(fired -> new TokenCall(call.consumer(), call.request(), fired));
    }

    private Uni<Answer> answer(TokenCall call) {
        return pause.millis(call.fired().waitBefore())
                .chain(() -> consumers.overRate(call.consumer()))
                .map(overRate -> turnedAway(call, overRate))
                .chain(away -> away.isPresent() ? turnAway(call, away.get()) : redeem(call))
                .call(answer -> pause.millis(call.fired().waitAfter()));
    }

    private static Optional<TurnedAway> turnedAway(TokenCall call, boolean overRate) {
        if (overRate) {
            return Optional.of(new TurnedAway("rate_limited", Fired.rateLimited()));
        }
        return call.fired()
                .turnedAway()
                .or(() -> call.fired().find(FaultKind.WRONG_SECRET).map(TokenRoute::wrongSecret))
                .or(() -> lockOut(call));
    }

    private static TurnedAway wrongSecret(Fault fault) {
        return TurnedAway.by(fault, TokenError.invalidCredentials(fault.status()).answer());
    }

    private static Optional<TurnedAway> lockOut(TokenCall call) {
        boolean locked =
                call.fired().has(FaultKind.LOCK_OUT)
                        || (call.consumer().lockedOut() && call.request().place() == Place.REFRESH);
        TokenError refusal = TokenError.invalidCredentials(call.habits().unauthorizedStatus());
        return locked
                ? Optional.of(new TurnedAway("lock_out", refusal.answer()))
                : Optional.empty();
    }

    private Uni<Answer> turnAway(TokenCall call, TurnedAway away) {
        return presentations.notConsumed(call, away.reason()).replaceWith(away.answer());
    }

    private Uni<Answer> redeem(TokenCall call) {
        return grantTypes.redeem(call).map(call.fired()::after);
    }
}
