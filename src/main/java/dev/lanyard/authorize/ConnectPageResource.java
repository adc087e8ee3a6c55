package dev.lanyard.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.ConnectSessionView.FailureView;
import dev.lanyard.authorize.HostedPage.Look;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hosted page of a connect session, and what its opener may ask. */
@Path("/connect")
class ConnectPageResource {
    private static final Set<SessionErrorCode> UNUSABLE =
            Set.of(SessionErrorCode.CREDENTIALS_REJECTED, SessionErrorCode.PROFILE_DISABLED);
    private static final String WITHOUT_COOKIE =
            "A button of the hosted page was pressed in a browser that had not kept the page's"
                    + " cookie: its cookies are blocked, or were cleared. The page says so.";

    private final ConnectSessions sessions;
    private final HostedPage hosted;
    private final JourneyOutcomes ends;
    private final OutcomePages outcomes;
    private final BrowserResponses responses;
    private final SessionActions actions;
    private final FrameAncestors ancestors;
    private final SessionTimeline timeline;

    ConnectPageResource(
            ConnectSessions sessions,
            HostedPage hosted,
            JourneyOutcomes ends,
            OutcomePages outcomes,
            BrowserResponses responses,
            SessionActions actions,
            FrameAncestors ancestors,
            SessionTimeline timeline) {
        this.sessions = sessions;
        this.hosted = hosted;
        this.ends = ends;
        this.outcomes = outcomes;
        this.responses = responses;
        this.actions = actions;
        this.ancestors = ancestors;
        this.timeline = timeline;
    }

    /** The status that {@code lanyard.js} polls. */
    @RegisterForReflection // a Response hides it from the build
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(String status, @Nullable String connectionId, @Nullable FailureView error) {

        static Status of(ConnectSessionView session) {
            boolean connected = session.status().equals(SessionStatus.CONNECTED.text());
            return new Status(
                    session.status(), connected ? session.connectionId() : null, session.error());
        }
    }

    /** Invites, or says why not; looking at it spends nothing. */
    @GET
    @Path("{token}")
    public Uni<Response> page(@PathParam("token") String token, RoutingContext browser) {
        return ancestors
                .decide(token, browser.response())
                .chain(() -> sessions.byToken(token))
                .chain(
                        session ->
                                session.open()
                                        ? invitation(session, token, browser)
                                        : closed(session, browser))
                .onFailure(failure -> BrowserResponses.isDeadLink(failure, browser.request()))
                .recoverWithUni(() -> outcomes.unknown(PageVisit.of(browser.request())));
    }

    private Uni<Response> closed(ConnectSession session, RoutingContext browser) {
        return ends.again(session, responses.cookies(browser.request()))
                .call(outcome -> unusable(session, outcome))
                .chain(outcome -> outcomes.closed(outcome, PageVisit.of(browser.request())));
    }

    /** What a tenant has to mend before anybody can connect stands in the time line. */
    private Uni<Void> unusable(ConnectSession session, JourneyOutcome outcome) {
        boolean profile =
                outcome.error().map(SessionError::code).filter(UNUSABLE::contains).isPresent();
        return profile
                ? timeline.note(
                        session.tenantId(),
                        session.id(),
                        TimelineStep.refused(JourneyStep.OPENED, outcome.error().get().told()))
                : Uni.createFrom().voidItem();
    }

    private Uni<Response> invitation(ConnectSession session, String token, RoutingContext browser) {
        Look look = look(session, token, browser);
        return hosted.of(look)
                .call(() -> opened(look, browser))
                .map(html -> responses.page(200, html))
                .invoke(page -> cookie(session, token, browser, page))
                .map(Response.ResponseBuilder::build);
    }

    private Look look(ConnectSession session, String token, RoutingContext browser) {
        boolean came = "missing".equals(browser.request().getParam("cookies"));
        return new Look(
                session,
                token,
                PageVisit.of(browser.request()),
                came && !responses.hasSeenPage(session, token, browser.request()));
    }

    /** Scanners of links ask by HEAD: they open nothing. */
    private Uni<Void> opened(Look look, RoutingContext browser) {
        return browser.request().method().equals(HttpMethod.HEAD)
                ? Uni.createFrom().voidItem()
                : timeline.note(look.session().tenantId(), look.session().id(), opened(look));
    }

    private static TimelineStep opened(Look look) {
        if (look.cookieMissing()) {
            return TimelineStep.refused(JourneyStep.OPENED, WITHOUT_COOKIE);
        }
        return TimelineStep.succeeded(
                JourneyStep.OPENED,
                look.session().status() == SessionStatus.AUTHORIZING
                        ? "Opened again before the provider had sent the browser back."
                        : null);
    }

    private void cookie(
            ConnectSession session,
            String token,
            RoutingContext browser,
            Response.ResponseBuilder page) {
        responses
                .cookies(browser.request())
                .give(CookieKind.PAGE, session.id(), DerivedSecret.page(token), remaining(session))
                .forEach(cookie -> page.header("Set-Cookie", cookie));
    }

    private static Duration remaining(ConnectSession session) {
        Duration left = Duration.between(OffsetDateTime.now(), session.clock().expiresAt());
        return left.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : left;
    }

    /** Where the session stands, for pages of its origin. */
    @GET
    @Path("{token}/status")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> status(
            @PathParam("token") String token, @HeaderParam("Origin") @Nullable String origin) {
        return sessions.byToken(token).map(session -> status(session, origin));
    }

    private Response status(ConnectSession session, @Nullable String origin) {
        Response.ResponseBuilder response =
                responses
                        .bare(200)
                        .header("Vary", "Origin")
                        .entity(Status.of(actions.view(session)));
        session.invitation()
                .origin()
                .filter(allowed -> allowed.equals(origin))
                .ifPresent(allowed -> response.header("Access-Control-Allow-Origin", allowed));
        return response.build();
    }
}
