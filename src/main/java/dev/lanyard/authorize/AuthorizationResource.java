package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.BoundRequest;
import dev.lanyard.authorize.session.CallbackQuery;
import dev.lanyard.authorize.session.UnboundCallbackException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The two ends of the provider's part: the redirect to it, and its callback. */
@Path("/connect/oauth2/{provider}")
class AuthorizationResource {
    /** A request that has ended is told to its browser as long as it is kept. */
    private static final Duration TOLD = Duration.ofDays(7);

    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,40}");

    /** What the first line of a request has room for. */
    private static final int LONGEST_QUERY = 12_000;

    private final JourneyStart start;
    private final Callback callback;
    private final OutcomePages outcomes;
    private final BrowserResponses responses;
    private final ConnectUrls urls;
    private final FrameAncestors ancestors;

    AuthorizationResource(
            JourneyStart start,
            Callback callback,
            OutcomePages outcomes,
            BrowserResponses responses,
            ConnectUrls urls,
            FrameAncestors ancestors) {
        this.start = start;
        this.callback = callback;
        this.outcomes = outcomes;
        this.responses = responses;
        this.urls = urls;
        this.ancestors = ancestors;
    }

    /**
     * Begins an authorization request, if this browser comes from the session's hosted page, or
     * from the end of a request that it began there; sends it to the page otherwise, and spends
     * nothing.
     *
     * @param retry the {@code state} of such a request
     */
    @GET
    @Path("authorize")
    @Cancellable(false)
    public Uni<Response> authorize(
            @PathParam("provider") String provider,
            @QueryParam("session") @Nullable String token,
            @QueryParam("retry") @Nullable String retry,
            RoutingContext browser) {
        if (BrowserResponses.isPrefetch(browser.request())) {
            return Uni.createFrom().item(responses.bare(503).build());
        }
        PageVisit visit = PageVisit.of(browser.request());
        Uni<Response> begun =
                token == null && retry != null
                        ? again(retry, visit, browser)
                        : fromPage(provider, token == null ? "" : token, browser);
        return begun.onFailure(failure -> BrowserResponses.isDeadLink(failure, browser.request()))
                .recoverWithUni(() -> outcomes.unknown(visit));
    }

    private Uni<Response> fromPage(String provider, String token, RoutingContext browser) {
        return ancestors
                .decide(token, browser.response())
                .chain(() -> start.fromPage(provider, token, browser.request()));
    }

    private Uni<Response> again(String state, PageVisit visit, RoutingContext browser) {
        return ancestors
                .decideByState(state, browser.response())
                .chain(requested -> start.again(requested, state, browser.request()))
                .onFailure(UnboundCallbackException.class)
                .recoverWithUni(() -> outcomes.notBound(visit));
    }

    /**
     * Takes the authorization response. It goes on when the browser leaves: the code is presented
     * once, and its tokens are kept.
     */
    @GET
    @Path("callback")
    @Cancellable(false)
    public Uni<Response> callback(@PathParam("provider") String provider, RoutingContext browser) {
        if (BrowserResponses.isPrefetch(browser.request())) {
            return Uni.createFrom().item(responses.bare(503).build());
        }
        return Uni.createFrom()
                .item(() -> AuthorizationResponse.of(provider, query(browser)))
                .chain(response -> complete(response, browser))
                .onFailure(UnboundCallbackException.class)
                .recoverWithUni(() -> outcomes.notBound(PageVisit.of(browser.request())));
    }

    private static CallbackQuery query(RoutingContext browser) {
        return CallbackQuery.of(browser.request().query());
    }

    /**
     * Takes the authorization response of a provider that has the browser post it ({@code
     * response_mode=form_post}), as the query of a GET: a post from another site brings no cookie.
     */
    @POST
    @Path("callback")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> formPost(
            @PathParam("provider") String provider, @Nullable String form, RoutingContext browser) {
        String target = CallbackQuery.of(form).addedTo(urls.callback(provider));
        return target.length() > LONGEST_QUERY || !PROVIDER.matcher(provider).matches()
                ? outcomes.notBound(PageVisit.of(browser.request()))
                : Uni.createFrom().item(() -> responses.redirect(target).build());
    }

    private Uni<Response> complete(AuthorizationResponse response, RoutingContext browser) {
        BrowserCookies cookies = responses.cookies(browser.request());
        return ancestors
                .decideByState(response.state(), browser.response())
                .chain(requested -> callback.complete(requested, response, cookies))
                .chain(outcome -> show(outcome, response.state(), browser.request()));
    }

    private Uni<Response> show(JourneyOutcome outcome, String state, HttpServerRequest browser) {
        String provider = outcome.session().invitation().provider();
        return outcomes.of(outcome, PageVisit.of(browser), urls.retry(provider, state))
                .map(page -> remembered(page, outcome, browser));
    }

    /** The page can be opened again in this browser: it keeps the cookie that says so. */
    private Response remembered(Response page, JourneyOutcome outcome, HttpServerRequest browser) {
        Optional<BoundRequest> bound = outcome.bound();
        if (bound.isEmpty()) {
            return page;
        }
        Response.ResponseBuilder kept = Response.fromResponse(page);
        responses
                .cookies(browser)
                .give(
                        CookieKind.REQUEST,
                        bound.get().request().id(),
                        bound.get().browserSecret(),
                        TOLD)
                .forEach(cookie -> kept.header("Set-Cookie", cookie));
        return kept.build();
    }

    /** HEAD spends nothing: scanners of links ask so. */
    @HEAD
    @Path("{end: authorize|callback}")
    public Response head() {
        return responses.bare(200).build();
    }
}
