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

    /** Where the hosted page's button leads. */
    String authorize(String provider, String connectToken) {
        return publicUrl + "/connect/oauth2/" + provider + "/authorize?session=" + connectToken;
    }

    /** Browsers take cookies of this origin over TLS only. */
    boolean secure() {
        return "https".equals(publicUrl.getScheme());
    }
}
