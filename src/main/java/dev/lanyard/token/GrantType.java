package dev.lanyard.token;

import java.util.Locale;

/** How tokens are come by (RFC 6749 §1.3), as far as Lanyard asks for them. */
public enum GrantType {
    /** A user consents (§4.1). */
    AUTHORIZATION_CODE,
    /** The client's own (§4.4): no user, no refresh token, asked for again when it ends. */
    CLIENT_CREDENTIALS;

    /** As it stands in requests, provider entries and the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
