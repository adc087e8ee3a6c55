package dev.lanyard.connection.proxy;

import dev.lanyard.problem.ProblemCode;
import java.util.Locale;

/** The ends of a proxied request, as they are counted. */
enum ProxyOutcome {
    SUCCESS,
    REDIRECT,
    CLIENT_ERROR,
    /** The provider's API refused the token, also the newer one. */
    UNAUTHORIZED,
    RATE_LIMITED,
    SERVER_ERROR,
    /** No response: name, connection, TLS, or time-out. */
    UNREACHABLE,
    /** The provider's response ended in its middle, or stood still. */
    CUT,
    CLIENT_GONE,
    /** Lanyard refused it. */
    REFUSED,
    FAILED;

    static ProxyOutcome ofStatus(int status) {
        if (status == 401) {
            return UNAUTHORIZED;
        }
        if (status == 429) {
            return RATE_LIMITED;
        }
        return status < 300
                ? SUCCESS
                : status < 400 ? REDIRECT : status < 500 ? CLIENT_ERROR : SERVER_ERROR;
    }

    static ProxyOutcome of(ProblemCode code) {
        if (code == ProblemCode.PROVIDER_UNAVAILABLE) {
            return UNREACHABLE;
        }
        return code.status() < 500 ? REFUSED : FAILED;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
