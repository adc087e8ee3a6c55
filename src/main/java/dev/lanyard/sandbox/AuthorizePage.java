package dev.lanyard.sandbox;

import static dev.lanyard.sandbox.FaultKind.DENY;
import static dev.lanyard.sandbox.FaultKind.ISS;
import static dev.lanyard.sandbox.FaultKind.MISSING_PERMISSION;
import static dev.lanyard.sandbox.FaultKind.USER_MISMATCH;

import dev.lanyard.sandbox.OpenConsents.Consent;
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
class AuthorizePage implements SandboxEndpoints {
    private static final String PATH = "/site/oauth2/authorize";
    private static final Set<FaultKind> OF_DECISION =
            EnumSet.of(DENY, MISSING_PERMISSION, USER_MISMATCH, ISS);

    private final Consumers consumers;
    private final OpenConsents consents;
    private final Faults faults;
    private final ResponseDelay pause;

    AuthorizePage(Consumers consumers, OpenConsents consents, Faults faults, ResponseDelay pause) {
        this.consumers = consumers;
        this.consents = consents;
        this.faults = faults;
        this.pause = pause;
    }

    @Override
    public void mount(SandboxRoutes routes) {
        routes.on(HttpMethod.GET, PATH, this::ask);
        routes.on(HttpMethod.POST, PATH, this::decide);
    }

    private Uni<SandboxResponse> ask(RoutingContext ctx) {
        SandboxAuthorizationRequest request = SandboxAuthorizationRequest.of(ctx);
        return consumers
                .find(request.clientId())
                .chain(found -> found.isEmpty() ? unknownClient() : ask(request, found.get()));
    }

    private static Uni<SandboxResponse> unknownClient() {
        return SandboxPages.refusal("Invalid client_id", "There is no OAuth consumer of this key.");
    }

    private Uni<SandboxResponse> ask(SandboxAuthorizationRequest request, Consumer consumer) {
        Optional<String> fault = request.faultFor(consumer);
        return fault.isPresent()
                ? SandboxPages.refusal("Invalid request", fault.get())
                : faults.take(
                                consumer.clientId(),
                                FaultPoint.AUTHORIZE,
                                EnumSet.complementOf(EnumSet.copyOf(OF_DECISION)))
                        .call(f -> pause.millis(f.waitBefore() + f.waitAfter()))
                        .chain(fired -> show(request, consumer, fired));
    }

    private Uni<SandboxResponse> show(
            SandboxAuthorizationRequest request, Consumer consumer, ActiveFaults fired) {
        Optional<Rejection> away = fired.turnedAway();
        return away.isPresent()
                ? Uni.createFrom().item(away.get().response())
                : consents.open(request.consent()).chain(id -> SandboxPages.consent(consumer, id));
    }

    private Uni<SandboxResponse> decide(RoutingContext ctx) {
        ConsentDecision decision = ConsentDecision.of(ctx.request().formAttributes());
        return consents.redeem(decision.consentId())
                .chain(found -> found.isEmpty() ? spent() : decide(decision, found.get()));
    }

    private static Uni<SandboxResponse> spent() {
        return SandboxPages.refusal(
                "This page is no longer good",
                "It was answered already, or it is too old. Go back to the application and start"
                        + " again.");
    }

    private Uni<SandboxResponse> decide(ConsentDecision decision, Consent consent) {
        return Uni.combine()
                .all()
                .unis(
                        consumers.get(consent.clientId()),
                        faults.take(consent.clientId(), FaultPoint.AUTHORIZE, OF_DECISION))
                .with(
                        (consumer, fired) ->
                                new Decided(decision.struckBy(fired), consent, consumer, fired))
                .chain(this::send);
    }

    /** A decision about to be sent to the callback. */
    private record Decided(
            ConsentDecision decision, Consent consent, Consumer consumer, ActiveFaults fired) {}

    private Uni<SandboxResponse> send(Decided decided) {
        SandboxCallback callback =
                new SandboxCallback(
                        decided.consumer().callbackUrl().orElse(""),
                        decided.consent().state(),
                        decided.fired().find(ISS).map(Fault::iss));
        return decided.decision().error().isPresent()
                ? Uni.createFrom()
                        .item(
                                callback.error(
                                        decided.decision().error().get(), decided.decision().why()))
                : consents.issueCode(
                                decided.consent(),
                                decided.decision().account(),
                                decided.fired().granted(decided.consumer().permissions()))
                        .map(callback::code);
    }
}
