package dev.lanyard.provider;

import dev.lanyard.problem.FieldErrors;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An absolute http or https address, read so strictly that no browser or server reads it otherwise.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address in brackets
 * @param port the scheme's own if the text has none
 * @param uri as written
 */
record WebAddress(String scheme, String host, int port, URI uri) {
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern ENCODED_CONTROL =
            Pattern.compile("%([01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_SEPARATOR =
            Pattern.compile("%(2e|2f|5c)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(;[^/]*)?(/|$)");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException saying what is wrong, fit for a message after the field's
     *     name
     */
    static WebAddress parse(String text) {
        int most = FieldErrors.MAX_URL;
        require(text.length() <= most, "must be at most " + most + " characters long");
        require(PRINTABLE.matcher(text).matches(), "must be visible ASCII characters only");
        require(!text.contains("\\"), "must not hold a backslash");
        require(!ENCODED_CONTROL.matcher(text).find(), "must not hold control characters");
        URI uri = uri(text);
        String scheme = lower(uri.getScheme());
        require(
                scheme.equals("https") || scheme.equals("http"),
                "must be an absolute http or https URL");
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        require(!authority.contains("@"), "must not hold user-info");
        require(uri.getHost() != null && !authority.endsWith(":"), "must name a host");
        String host = lower(uri.getHost());
        require(!host.endsWith("."), "must not end its host in a dot");
        require(
                host.startsWith("[") || HOST.matcher(host).matches(),
                "must name a host in ASCII letters, digits, hyphens and dots");
        require(!host.contains("%"), "must not hold a zone");
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        require(port >= 1 && port <= 65535, "must have a port from 1 to 65535");
        requirePlainPath(uri.getRawPath());
        return new WebAddress(scheme, host, port, uri);
    }

    private static void requirePlainPath(String path) {
        require(!DOT_SEGMENT.matcher(path).find(), "must not hold dot segments");
        require(
                !ENCODED_SEPARATOR.matcher(path).find(),
                "must not hold %2e, %2f or %5c in its path");
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL");
        }
    }

    private static String lower(String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    /** Whether traffic to it stays on this machine. */
    boolean loopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether the host is a loopback address, written as such: no name that resolves to one. */
    boolean loopbackLiteral() {
        return loopback() && !host.equals("localhost");
    }

    /** Encrypted, or not leaving this machine. */
    boolean secure() {
        return scheme.equals("https") || loopback();
    }

    /** Scheme, host and port (RFC 6454 §6.2); a default port is left out. */
    String origin() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }

    /** The path as written; {@code /} if there is none. */
    String path() {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }
}
