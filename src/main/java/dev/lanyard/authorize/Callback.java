package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.journey.AuthorizationRequests;
import dev.lanyard.authorize.journey.CodeRedemption;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.UnboundCallbackException;
import dev.lanyard.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Deals with authorization responses (RFC 6749 §4.1.2), each once. */
@ApplicationScoped
class Callback {
    private static final Logger LOG = Logger.getLogger(Callback.class);

    private final AuthorizationRequests requests;
    private final Providers providers;
    private final CodeRedemption redemption;
    private final JourneyOutcomes outcomes;

    Callback(
            AuthorizationRequests requests,
            Providers providers,
            CodeRedemption redemption,
            JourneyOutcomes outcomes) {
        this.requests = requests;
        this.providers = providers;
        this.redemption = redemption;
        this.outcomes = outcomes;
    }

    /**
     * Redeems the authorization response, once, and tells how the journey ended. Fails with {@link
     * UnboundCallbackException}, and spends nothing, if it is not the response of a request of this
     * browser.
     */
    Uni<JourneyOutcome> complete(AuthorizationResponse response, BrowserCookies browser) {
        return requests.byState(response.state())
                .map(request -> bound(request, response, browser))
                .call(bound -> redeem(bound.request(), read(response)))
                .chain(outcomes::of);
    }

    private BoundRequest bound(
            AuthorizationRequest request, AuthorizationResponse response, BrowserCookies browser) {
        Optional<String> secret =
                browser.secret(CookieKind.REQUEST, request.id(), request.browserHash().getBytes());
        boolean current = request.alive() || request.redeemed();
        if (secret.isEmpty() || !current) {
            throw new UnboundCallbackException();
        }
        if (!isFrom(response, request.provider())) {
            LOG.infof(
                    "Session %s: a response is refused as not %s's: it came to the callback of %s"
                            + " with %s.",
                    request.sessionId(),
                    request.provider(),
                    SessionError.quote(response.provider()),
                    response.issuer()
                            .map(issuer -> "iss " + SessionError.quote(issuer))
                            .orElse("no iss"));
            throw new UnboundCallbackException();
        }
        return new BoundRequest(request, secret.get());
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

    private Uni<Void> redeem(AuthorizationRequest request, AuthorizationResponse response) {
        return request.redeemed()
                ? Uni.createFrom().voidItem()
                : redemption.redeem(request, response);
    }
}
