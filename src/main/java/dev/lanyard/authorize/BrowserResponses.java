package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.ClientAddresses;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Redirects and pages for a browser, and the address it comes from; {@code http.ResponseHeaders}
 * protects them.
 */
@ApplicationScoped
class BrowserResponses {
    private final ConnectUrls urls;
    private final ClientAddresses addresses;

    BrowserResponses(ConnectUrls urls, ClientAddresses addresses) {
        this.urls = urls;
        this.addresses = addresses;
    }

    /** A page. */
    Response.ResponseBuilder page(int status, String html) {
        return bare(status).type("text/html;charset=UTF-8").entity(html);
    }

    /** 303: the next request is a GET, whatever this one was (RFC 9700 §4.12). */
    Response.ResponseBuilder redirect(String url) {
        return bare(303).location(URI.create(url));
    }

    /** Whether a browser only guesses where its user goes next. */
    static boolean isPrefetch(HttpServerRequest browser) {
        return Stream.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
                .map(browser::getHeader)
                .flatMap(value -> Optional.ofNullable(value).stream())
                .map(value -> value.toLowerCase(Locale.ROOT))
                .anyMatch(
                        value ->
                                value.contains("prefetch")
                                        || value.contains("prerender")
                                        || value.contains("preview"));
    }

    /** Whether a page of ours leads here, as far as the browser says. */
    static boolean isFromOurPage(HttpServerRequest browser) {
        String from = browser.getHeader("Sec-Fetch-Site");
        return from == null || from.equals("same-origin");
    }

    /**
     * Where a browser goes that pressed a button of the hosted page and does not hold the cookie
     * which that page gave it: back there, and the page says why, if the browser says that it comes
     * from it.
     */
    String withoutCookie(String page, HttpServerRequest browser) {
        return saysThatItCameFromPage(browser)
                ? page + (page.contains("?") ? "&" : "?") + "cookies=missing"
                : page;
    }

    /** Safari before 16.4 sends no {@code Sec-Fetch-Site}; the button has it send the referrer. */
    private boolean saysThatItCameFromPage(HttpServerRequest browser) {
        String from = browser.getHeader("Sec-Fetch-Site");
        String referrer = browser.getHeader("Referer");
        return from == null
                ? referrer != null && referrer.startsWith(urls.page(""))
                : from.equals("same-origin");
    }

    /** Whether a person followed a link that leads nowhere; a program gets the problem itself. */
    static boolean isDeadLink(Throwable failure, HttpServerRequest browser) {
        String accept = browser.getHeader("Accept");
        boolean program =
                accept != null && accept.contains("json") && !accept.contains("text/html");
        return !program
                && failure instanceof ProblemException problem
                && problem.code() == ProblemCode.NOT_FOUND;
    }

    /** What this browser holds, and how it is given more. */
    BrowserCookies cookies(HttpServerRequest browser) {
        return new BrowserCookies(browser.cookies(), urls.secure());
    }

    /** Whether this browser was shown the session's hosted page. */
    boolean hasSeenPage(ConnectSession session, String connectToken, HttpServerRequest browser) {
        byte[] secret = TenantToken.sha256(DerivedSecret.page(connectToken));
        return cookies(browser).secret(CookieKind.PAGE, session.id(), secret).isPresent();
    }

    /** Where it is, for the audit log. */
    String address(HttpServerRequest browser) {
        return addresses.of(browser);
    }

    /** No content at all. */
    Response.ResponseBuilder bare(int status) {
        return Response.status(status);
    }
}
