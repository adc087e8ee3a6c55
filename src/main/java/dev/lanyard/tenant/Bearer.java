package dev.lanyard.tenant;

import org.jspecify.annotations.Nullable;

/** The {@code Authorization} header field of RFC 6750 §2.1. */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token; empty if there is none. The scheme is not case-sensitive (RFC 9110 §11.1). */
    static String token(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
