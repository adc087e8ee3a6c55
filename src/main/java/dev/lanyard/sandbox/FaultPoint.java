package dev.lanyard.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The place where a fault can strike. */
enum FaultPoint {
    /** The consent page and its decision. */
    AUTHORIZE,
    /** The token endpoint, for a code (or client_credentials). */
    EXCHANGE,
    /** The token endpoint, for a refresh token. */
    REFRESH,
    /** {@code GET 2.0/user}. */
    USER,
    /** {@code GET 2.0/user/emails}. */
    EMAILS,
    /** Every other call of the API. */
    API,
    /** The revocation endpoint. */
    REVOKE;

    static Optional<FaultPoint> of(String key) {
        return Arrays.stream(values()).filter(place -> place.key().equals(key)).findFirst();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
