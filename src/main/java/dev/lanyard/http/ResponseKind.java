package dev.lanyard.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kinds of responses, by what a browser must be told about them. */
enum ResponseKind {
    /** An access token: nobody but a program reads it. */
    TOKEN("default-src 'none'", true),

    /** JSON of the API, and what is not known. Problems may be shown as a page. */
    DATA(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action"
                    + " 'none'",
            true),

    /** Files that everybody may keep. */
    FILE("default-src 'none'; base-uri 'none'; form-action 'none'", false),

    /** Pages of the connect journey, guides, the first page. */
    PAGE(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri"
                    + " 'none'; form-action 'self'",
            true),

    /**
     * The consoles, and the demo of quarkus:dev: their scripts ask for data. Test mode shows pages
     * of ours within its own.
     */
    CONSOLE(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'",
            true),

    /** The API reference: Swagger UI, begun by a script of ours; it calls the API. */
    REFERENCE(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'",
            false);

    /** For pages of other sites. */
    private static final Set<String> SCRIPT =
            Set.of(
                    "/connect/lanyard.js",
                    "/connect/lanyard.mjs",
                    "/connect/lanyard.d.ts",
                    "/connect/lanyard.json");

    private final String policy;
    private final boolean secret;

    ResponseKind(String policy, boolean secret) {
        this.policy = policy;
        this.secret = secret;
    }

    /**
     * @param path as sent, or null when it could not be read
     */
    static ResponseKind of(@Nullable String path) {
        if (path == null) {
            return DATA;
        }
        if (path.startsWith("/connect/")) {
            return isFile(path) ? FILE : PAGE;
        }
        if (isAt("/guide", path) || path.equals("/")) {
            return PAGE;
        }
        if (isAt("/console", path) || isAt("/demo", path)) {
            return CONSOLE;
        }
        if (isAt("/docs", path)) {
            return REFERENCE;
        }
        if (path.startsWith("/v1/connections/") && path.endsWith("/token")) {
            return TOKEN;
        }
        return DATA;
    }

    private static boolean isFile(String path) {
        return path.startsWith("/connect/assets/") || SCRIPT.contains(path);
    }

    private static boolean isAt(String root, String path) {
        return path.startsWith(root)
                && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /** Whether the response may hold what no cache should keep. */
    boolean secret() {
        return secret;
    }

    /**
     * The Content-Security-Policy.
     *
     * @param origins whose pages may frame the response
     */
    String policy(List<String> origins) {
        return policy
                + "; frame-ancestors "
                + (origins.isEmpty() ? "'none'" : String.join(" ", origins));
    }
}
