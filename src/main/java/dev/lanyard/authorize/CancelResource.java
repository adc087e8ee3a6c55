package dev.lanyard.authorize;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The end user's no on the hosted page: it counts like one at the provider. */
@Path("/connect/{token}/cancel")
class CancelResource {
    private final ConnectSessions sessions;
    private final SessionActions actions;
    private final OutcomePages outcomes;
    private final BrowserResponses responses;
    private final ConnectUrls urls;

    CancelResource(
            ConnectSessions sessions,
            SessionActions actions,
            OutcomePages outcomes,
            BrowserResponses responses,
            ConnectUrls urls) {
        this.sessions = sessions;
        this.actions = actions;
        this.outcomes = outcomes;
        this.responses = responses;
        this.urls = urls;
    }

    /** Ends the attempt, if this browser comes from the session's hosted page. */
    @GET
    @Cancellable(false)
    public Uni<Response> cancel(@PathParam("token") String token, RoutingContext browser) {
        HttpServerRequest request = browser.request();
        if (BrowserResponses.isPrefetch(request)) {
            return Uni.createFrom().item(responses.bare(503).build());
        }
        return sessions.byToken(token)
                .chain(session -> cancel(session, token, request))
                .onFailure(failure -> BrowserResponses.isDeadLink(failure, request))
                .recoverWithUni(() -> outcomes.unknown(PageVisit.of(request)));
    }

    private Uni<Response> cancel(ConnectSession session, String token, HttpServerRequest browser) {
        PageVisit visit = PageVisit.of(browser);
        String page = urls.page(token, visit.popup());
        if (!session.open() || !BrowserResponses.isFromOurPage(browser)) {
            return to(page);
        }
        return responses.hasSeenPage(session, token, browser)
                ? actions.decline(session).chain(ended -> show(ended, visit, page))
                : to(responses.withoutCookie(page, browser));
    }

    private Uni<Response> to(String page) {
        return Uni.createFrom().item(() -> responses.redirect(page).build());
    }

    private Uni<Response> show(ConnectSession session, PageVisit visit, String page) {
        JourneyOutcome no =
                JourneyOutcome.failed(session, SessionErrorCode.ACCESS_DENIED.because(""));
        return outcomes.of(no, visit, page);
    }

    /** HEAD ends nothing: scanners of links ask so. */
    @HEAD
    public Response head() {
        return responses.bare(200).build();
    }
}
