package dev.lanyard.authorize;

import dev.lanyard.tenant.access.ClientAddresses;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;

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

    /** To the hosted page of a session. */
    Response.ResponseBuilder toPage(String connectToken) {
        return redirect(urls.page(connectToken));
    }

    /** What this browser holds, and how it is given more. */
    BrowserCookies cookies(HttpServerRequest browser) {
        return new BrowserCookies(browser.cookies(), urls.secure());
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
