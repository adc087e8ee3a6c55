package dev.lanyard.authorize.session;

import dev.lanyard.id.TenantToken;
import java.util.Base64;

/** Secrets of a browser that are derived from others, so that nothing more has to be stored. */
public final class DerivedSecret {
    private DerivedSecret() {}

    /** What a browser that opened a session's hosted page holds in a cookie. */
    public static String page(String connectToken) {
        return derived("lanyard connect page", connectToken);
    }

    /**
     * What is put on the return URL for the tenant to confirm with. Derived from the secret of the
     * browser that made the callback (130 random bits), so that the same callback, repeated, shows
     * the same outcome while only a hash is stored.
     */
    public static String confirmation(String browserSecret) {
        return derived("lanyard confirmation", browserSecret);
    }

    private static String derived(String label, String secret) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(TenantToken.sha256(label + "|" + secret));
    }
}
