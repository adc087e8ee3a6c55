package dev.lanyard.authorize;

import dev.lanyard.config.Config;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Addresses of the journey at the public URL; never made from what a request says. */
@ApplicationScoped
class ConnectUrls {
    private final URI publicUrl;

    ConnectUrls(Config config) {
        this.publicUrl = config.publicUrl();
    }

    /** The hosted page. */
    String page(String connectToken) {
        return publicUrl + "/connect/" + connectToken;
    }

    /** The same to a window that {@code lanyard.js} opened. */
    String page(String connectToken, boolean popup) {
        return page(connectToken) + (popup ? "?" + PageVisit.POPUP : "");
    }

    /** Where the hosted page's button leads. */
    String authorize(String provider, String connectToken, boolean popup) {
        return authorize(provider)
                + "session="
                + connectToken
                + (popup ? "&" + PageVisit.POPUP : "");
    }

    /** Where the button of a failed journey leads. */
    String retry(String provider, String state) {
        return authorize(provider) + "retry=" + state;
    }

    /** Where the end of an attempt is shown again. */
    String ended(String provider, String state) {
        return callback(provider) + "?state=" + state;
    }

    /** Where the provider sends the browser back to. */
    String callback(String provider) {
        return publicUrl + "/connect/oauth2/" + provider + "/callback";
    }

    private String authorize(String provider) {
        return publicUrl + "/connect/oauth2/" + provider + "/authorize?";
    }

    /** Where the end user's no leads. */
    String cancel(String connectToken, boolean popup) {
        return page(connectToken) + "/cancel" + (popup ? "?" + PageVisit.POPUP : "");
    }

    /** Browsers take cookies of this origin over TLS only. */
    boolean secure() {
        return "https".equals(publicUrl.getScheme());
    }
}
