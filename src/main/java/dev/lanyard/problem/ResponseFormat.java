package dev.lanyard.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells people in browsers from programs. */
final class ResponseFormat {
    private static final String ROOT = "/connect";
    private static final String STATUS = "/status";

    private ResponseFormat() {}

    /**
     * Whether the response is for a browser's window. The API is for programs, whatever they
     * accept; what lies below {@code /connect} is for people, unless it asks for JSON; elsewhere
     * the one who wants HTML gets it.
     *
     * @param path as routed
     * @param accept the {@code Accept} header field
     */
    static boolean isBrowser(String path, @Nullable String accept) {
        if (path.startsWith("/v1/") || path.startsWith("/admin/")) {
            return false;
        }
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        if (wanted.contains("text/html")) {
            return true;
        }
        return isJourney(path) && !path.endsWith(STATUS) && !wanted.contains("json");
    }

    /** Whether it is an address of the connect journey, be it one that nobody knows. */
    static boolean isJourney(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }
}
