package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.FaultKind.DENY;
import static dev.lanyard.sandbox.FaultKind.MISSING_PERMISSION;
import static dev.lanyard.sandbox.FaultKind.USER_MISMATCH;

import dev.lanyard.sandbox.Consents.Consent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code site/oauth2/authorize}: the page that asks for consent. What is wrong with the request is
 * told here, on Bitbucket's own page, and never sent to the callback.
 */
@Singleton
class AuthorizePage implements Endpoints {
    private static final String PATH = "/site/oauth2/authorize";
    private static final Set<FaultKind> OF_DECISION =
            EnumSet.of(DENY, MISSING_PERMISSION, USER_MISMATCH);

    private final Consumers consumers;
    private final Consents consents;
    private final Faults faults;
    private final Pause pause;

    AuthorizePage(Consumers consumers, Consents consents, Faults faults, Pause pause) {
        this.consumers = consumers;
        this.consents = consents;
        this.faults = faults;
        this.pause = pause;
    }

    @Override
    public void mount(Routes routes) {
        routes.on(HttpMethod.GET, PATH, this::ask);
        routes.on(HttpMethod.POST, PATH, this::decide);
    }

    private Uni<Answer> ask(RoutingContext ctx) {
        AuthorizationRequest request = AuthorizationRequest.of(ctx);
        return consumers
                .find(request.clientId())
                .chain(found -> found.isEmpty() ? unknownClient() : ask(request, found.get()));
    }

    private static Uni<Answer> unknownClient() {
        return Pages.refusal("Invalid client_id", "There is no OAuth consumer of this key.");
    }

    private Uni<Answer> ask(AuthorizationRequest request, Consumer consumer) {
        Optional<String> fault = request.faultFor(consumer);
        return fault.isPresent()
                ? Pages.refusal("Invalid request", fault.get())
                : faults.take(
                                consumer.clientId(),
                                Place.AUTHORIZE,
                                EnumSet.complementOf(EnumSet.copyOf(OF_DECISION)))
                        .call(f -> pause.millis(f.waitBefore() + f.waitAfter()))
                        .chain(fired -> show(request, consumer, fired));
    }

    private Uni<Answer> show(AuthorizationRequest request, Consumer consumer, Fired fired) {
        Optional<TurnedAway> away = fired.turnedAway();
        return away.isPresent()
                ? Uni.createFrom().item(away.get().answer())
                : consents.open(request.consent()).chain(id -> Pages.consent(consumer, id));
    }

    private Uni<Answer> decide(RoutingContext ctx) {
        Decision decision = Decision.of(ctx.request().formAttributes());
        return consents.redeem(decision.consentId())
                .chain(found -> found.isEmpty() ? spent() : decide(decision, found.get()));
    }

    private static Uni<Answer> spent() {
        return Pages.refusal(
                "This page is no longer good",
                "It was answered already, or it is too old. Go back to the application and start"
                        + " again.");
    }

    private Uni<Answer> decide(Decision decision, Consent consent) {
        return Uni.combine()
                .all()
                .unis(
                        consumers.get(consent.clientId()),
                        faults.take(consent.clientId(), Place.AUTHORIZE, OF_DECISION))
                .with(
                        (consumer, fired) ->
                                new Decided(decision.struckBy(fired), consent, consumer, fired))
                .chain(this::send);
    }

    /** A decision about to be sent to the callback. */
    private record Decided(Decision decision, Consent consent, Consumer consumer, Fired fired) {}

    private Uni<Answer> send(Decided decided) {
        Callback callback =
                new Callback(
                        decided.consumer().callbackUrl().orElse(""), decided.consent().state());
        return decided.decision().error().isPresent()
                ? Uni.createFrom().item(callback.error(decided.decision().error().get()))
                : consents.issueCode(
                                decided.consent(),
                                decided.decision().account(),
                                decided.fired().granted(decided.consumer().permissions()))
                        .map(callback::code);
    }
}
