package dev.lanyard.authorize;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers to browsers: none is cached, framed, or tells its address to others. */
@ApplicationScoped
class BrowserAnswers {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final ConnectUrls urls;

    BrowserAnswers(ConnectUrls urls) {
        this.urls = urls;
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

    /** No content at all. */
    Response.ResponseBuilder bare(int status) {
        Response.ResponseBuilder response =
                Response.status(status)
                        .header("Cache-Control", "no-store")
                        .header("Content-Security-Policy", POLICY)
                        .header("Referrer-Policy", "no-referrer")
                        .header("X-Content-Type-Options", "nosniff");
        return urls.secure()
                ? response.header("Strict-Transport-Security", "max-age=31536000")
                : response;
    }
}
