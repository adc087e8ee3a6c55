package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.journey.AuthorizationStart;
import dev.lanyard.authorize.journey.AuthorizationStart.AuthorizationRedirect;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.RequestedSession;
import dev.lanyard.authorize.session.UnboundCallbackException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a browser to the provider: one that comes from the session's hosted page, or from the end
 * of a request that it had begun there. Whatever else it is, it is sent to the hosted page.
 */
@ApplicationScoped
class JourneyStart {
    private static final Duration COOKIE_LIFE = Duration.ofMinutes(40);

    private final ConnectSessions sessions;
    private final AuthorizationStart start;
    private final ConnectUrls urls;
    private final BrowserResponses responses;

    JourneyStart(
            ConnectSessions sessions,
            AuthorizationStart start,
            ConnectUrls urls,
            BrowserResponses responses) {
        this.sessions = sessions;
        this.start = start;
        this.urls = urls;
        this.responses = responses;
    }

    /** By the button of the hosted page. */
    Uni<Response> fromPage(String provider, String token, HttpServerRequest browser) {
        return sessions.byToken(token)
                .chain(session -> fromPage(session, provider, token, browser));
    }

    private Uni<Response> fromPage(
            ConnectSession session, String provider, String token, HttpServerRequest browser) {
        boolean popup = PageVisit.of(browser).popup();
        String page = urls.page(token, popup);
        if (!session.open()
                || !session.invitation().provider().equals(provider)
                || !BrowserResponses.isFromOurPage(browser)) {
            return to(page);
        }
        if (!responses.hasSeenPage(session, token, browser)) {
            return to(responses.withoutCookie(page, browser));
        }
        return begin(session, browser, popup)
                .map(begun -> begun.orElseGet(() -> responses.redirect(page).build()));
    }

    private Uni<Response> to(String page) {
        return Uni.createFrom().item(() -> responses.redirect(page).build());
    }

    /**
     * By the button of a failed attempt; back to its end if the session takes none any more. Fails
     * with {@link UnboundCallbackException} where this browser did not make that attempt.
     */
    Uni<Response> again(RequestedSession requested, String state, HttpServerRequest browser) {
        AuthorizationRequest request = requested.request();
        requireOwn(request, browser);
        String end = urls.ended(request.provider(), state);
        return requested.session().open()
                ? begin(requested.session(), browser, request.popup())
                        .map(begun -> begun.orElseGet(() -> responses.redirect(end).build()))
                : to(end);
    }

    private void requireOwn(AuthorizationRequest request, HttpServerRequest browser) {
        boolean own =
                responses
                        .cookies(browser)
                        .secret(CookieKind.REQUEST, request.id(), request.browserHash().getBytes())
                        .isPresent();
        if (!own || !BrowserResponses.isFromOurPage(browser)) {
            throw new UnboundCallbackException();
        }
    }

    private Uni<Optional<Response>> begin(
            ConnectSession session, HttpServerRequest browser, boolean popup) {
        return start.begin(session, responses.address(browser), popup)
                .map(begun -> begun.map(to -> depart(to, browser)));
    }

    private Response depart(AuthorizationRedirect to, HttpServerRequest browser) {
        Response.ResponseBuilder response = responses.redirect(to.provider().toString());
        responses
                .cookies(browser)
                .give(CookieKind.REQUEST, to.requestId(), to.browserSecret(), COOKIE_LIFE)
                .forEach(cookie -> response.header("Set-Cookie", cookie));
        return response.build();
    }
}
