package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.journey.AuthorizationStart;
import dev.lanyard.authorize.journey.AuthorizationStart.AuthorizationRedirect;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.authorize.session.UnboundCallbackException;
import dev.lanyard.id.TenantToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The two ends of the provider's part: the redirect to it, and its callback. */
@Path("/connect/oauth2/{provider}")
class AuthorizationResource {
    private static final Duration COOKIE_LIFE = Duration.ofMinutes(40);

    private final ConnectSessions sessions;
    private final AuthorizationStart start;
    private final Callback callback;
    private final OutcomePages outcomes;
    private final BrowserResponses responses;
    private final FrameAncestors ancestors;

    AuthorizationResource(
            ConnectSessions sessions,
            AuthorizationStart start,
            Callback callback,
            OutcomePages outcomes,
            BrowserResponses responses,
            FrameAncestors ancestors) {
        this.sessions = sessions;
        this.start = start;
        this.callback = callback;
        this.outcomes = outcomes;
        this.responses = responses;
        this.ancestors = ancestors;
    }

    /**
     * Begins an authorization request, if this browser comes from the session's hosted page; sends
     * it there otherwise, and spends nothing.
     */
    @GET
    @Path("authorize")
    @Cancellable(false)
    public Uni<Response> authorize(
            @PathParam("provider") String provider,
            @QueryParam("session") @Nullable String token,
            RoutingContext browser) {
        if (isPrefetch(browser.request())) {
            return Uni.createFrom().item(responses.bare(503).build());
        }
        String text = token == null ? "" : token;
        return ancestors
                .decide(text, browser.response())
                .chain(() -> sessions.byToken(text))
                .chain(
                        session ->
                                mayBegin(session, provider, text, browser.request())
                                        ? begin(session, text, browser.request())
                                        : Uni.createFrom().item(toPage(text)));
    }

    private boolean mayBegin(
            ConnectSession session, String provider, String token, HttpServerRequest browser) {
        String from = browser.getHeader("Sec-Fetch-Site");
        byte[] secret = TenantToken.sha256(DerivedSecret.page(token));
        return session.open()
                && session.invitation().provider().equals(provider)
                && (from == null || from.equals("same-origin"))
                && responses
                        .cookies(browser)
                        .secret(CookieKind.PAGE, session.id(), secret)
                        .isPresent();
    }

    private Uni<Response> begin(ConnectSession session, String token, HttpServerRequest browser) {
        return start.begin(session, responses.address(browser))
                .map(begun -> begun.map(to -> depart(to, browser)).orElseGet(() -> toPage(token)));
    }

    private Response depart(AuthorizationRedirect to, HttpServerRequest browser) {
        Response.ResponseBuilder response = responses.redirect(to.provider().toString());
        responses
                .cookies(browser)
                .give(CookieKind.REQUEST, to.requestId(), to.browserSecret(), COOKIE_LIFE)
                .forEach(cookie -> response.header("Set-Cookie", cookie));
        return response.build();
    }

    private Response toPage(String token) {
        return responses.toPage(token).build();
    }

    /**
     * Takes the authorization response. It goes on when the browser leaves: the code is presented
     * once, and its tokens are kept.
     */
    @GET
    @Path("callback")
    @Cancellable(false)
    public Uni<Response> callback(
            @PathParam("provider") String provider, @Context UriInfo uri, RoutingContext browser) {
        if (isPrefetch(browser.request())) {
            return Uni.createFrom().item(responses.bare(503).build());
        }
        BrowserCookies cookies = responses.cookies(browser.request());
        return Uni.createFrom()
                .item(() -> AuthorizationResponse.of(provider, uri.getQueryParameters()))
                .call(response -> ancestors.decideByState(response.state(), browser.response()))
                .chain(response -> callback.complete(response, cookies))
                .chain(outcomes::of)
                .onFailure(UnboundCallbackException.class)
                .recoverWithUni(outcomes::notBound);
    }

    /** HEAD spends nothing: scanners of links ask so. */
    @HEAD
    @Path("{end: authorize|callback}")
    public Response head() {
        return responses.bare(200).build();
    }

    /** A browser that only guesses where its user goes next. */
    private static boolean isPrefetch(HttpServerRequest browser) {
        return Stream.of("Sec-Purpose", "Purpose", "X-Moz")
                .map(browser::getHeader)
                .flatMap(value -> Optional.ofNullable(value).stream())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("prefetch"));
    }
}
