package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.journey.CodeRedemption;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.BoundRequest;
import dev.lanyard.authorize.session.RequestedSession;
import dev.lanyard.authorize.session.UnboundCallbackException;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Deals with authorization responses (RFC 6749 §4.1.2), each once. */
@ApplicationScoped
class Callback {
    private static final String ANOTHER_BROWSER =
            "The browser that came back does not hold the cookie of the one that was sent to the"
                    + " provider: it is another browser, or its cookies were cleared or blocked.";
    private static final String TOO_LATE =
            "The browser came back more than 30 minutes after it was sent to the provider.";

    private final Providers providers;
    private final CodeRedemption redemption;
    private final JourneyOutcomes outcomes;
    private final SessionTimeline timeline;

    Callback(
            Providers providers,
            CodeRedemption redemption,
            JourneyOutcomes outcomes,
            SessionTimeline timeline) {
        this.providers = providers;
        this.redemption = redemption;
        this.outcomes = outcomes;
        this.timeline = timeline;
    }

    /**
     * Redeems the authorization response, once, and tells how the journey ended. Fails with {@link
     * UnboundCallbackException}, and spends nothing, if it is not the response of a request of this
     * browser: the time line of its session then has the reason.
     *
     * @param requested what the response's {@code state} belongs to
     */
    Uni<JourneyOutcome> complete(
            RequestedSession requested, AuthorizationResponse response, BrowserCookies browser) {
        return bound(requested.request(), response, browser)
                .call(bound -> redeem(requested, read(response)))
                .chain(outcomes::of);
    }

    private Uni<BoundRequest> bound(
            AuthorizationRequest request, AuthorizationResponse response, BrowserCookies browser) {
        Optional<String> secret =
                browser.secret(CookieKind.REQUEST, request.id(), request.browserHash().getBytes());
        if (secret.isEmpty()) {
            return refused(request, ANOTHER_BROWSER);
        }
        if (!request.alive() && !request.redeemed()) {
            return refused(request, TOO_LATE);
        }
        return request.redeemed() || isFrom(response, request.provider())
                ? Uni.createFrom().item(new BoundRequest(request, secret.get()))
                : refused(request, mixedUp(request, response));
    }

    /** A mistake in the provider's entry, or an attack (RFC 9207 §1): the operator has to look. */
    private String mixedUp(AuthorizationRequest request, AuthorizationResponse response) {
        String promised =
                providers
                        .find(request.provider())
                        .flatMap(Provider::issuer)
                        .map(issuer -> ", whose entry promises iss \"" + issuer + "\"")
                        .orElse("");
        return "The response was not taken for one of "
                + request.provider()
                + promised
                + ": it came to "
                + response.source()
                + ".";
    }

    private Uni<BoundRequest> refused(AuthorizationRequest request, String why) {
        return timeline.note(
                        request.tenantId(),
                        request.sessionId(),
                        TimelineStep.refused(JourneyStep.RETURNED, why))
                .chain(() -> Uni.createFrom().failure(new UnboundCallbackException()));
    }

    /** With the words that the entry adds. */
    private AuthorizationResponse read(AuthorizationResponse response) {
        return providers
                .find(response.provider())
                .map(entry -> response.deniedBy(entry.deniedWords()))
                .orElse(response);
    }

    /** The provider it began with, and its issuer where it promises one (RFC 9207 §2.4). */
    private boolean isFrom(AuthorizationResponse response, String provider) {
        return response.provider().equals(provider)
                && providers
                        .find(provider)
                        .filter(
                                entry ->
                                        entry.issuer().isEmpty()
                                                || entry.issuer().equals(response.issuer()))
                        .isPresent();
    }

    private Uni<Void> redeem(RequestedSession requested, AuthorizationResponse response) {
        return requested.request().redeemed()
                ? Uni.createFrom().voidItem()
                : redemption.redeem(requested, response);
    }
}
