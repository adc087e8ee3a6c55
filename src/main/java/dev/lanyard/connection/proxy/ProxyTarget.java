package dev.lanyard.connection.proxy;

import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a proxied request goes: the origin is the catalogue's, never read out of a path; what the
 * path says is no more than the target that is asked of it.
 *
 * @param origin of the entry's {@code base_url}, or of one of its {@code hosts}
 * @param requestTarget path and query in visible ASCII, byte for byte as they came
 */
record ProxyTarget(URI origin, String requestTarget) {
    private static final int MOST = 8 * 1024;
    private static final String FIELD = "path";
    private static final Pattern CONTROL =
            Pattern.compile("[\\x00-\\x1f\\x7f]|%([01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);
    private static final String SEPARATOR = "(/|\\\\|%2f|%5c)";
    private static final Pattern DOT_SEGMENT =
            Pattern.compile(
                    "(^|" + SEPARATOR + ")(\\.|%2e){1,2}(;[^/]*)?($|" + SEPARATOR + ")",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SECOND_SLASH =
            Pattern.compile(SEPARATOR, Pattern.CASE_INSENSITIVE);
    private static final Pattern ABSOLUTE =
            Pattern.compile(
                    "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/]*)(?<path>/.*)?");

    /**
     * Refuses a path that no provider is asked for.
     *
     * @throws ProblemException {@code validation_failed}
     */
    static void check(ProxyPath path) {
        String rest = path.rest() == null ? "" : path.rest();
        refuseIf(rest.length() > MOST, "must be at most 8 KiB long");
        if (isPlain(rest)) {
            return;
        }
        refuseIf(CONTROL.matcher(rest).find(), "must not hold control characters");
        refuseIf(SECOND_SLASH.matcher(rest).lookingAt(), "must not begin with a second slash");
        refuseIf(DOT_SEGMENT.matcher(rest).find(), "must not hold dot segments");
    }

    /** Segments of letters and digits, as almost every path is: none of what is refused below. */
    private static boolean isPlain(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            boolean inSegment =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
            if (!inSegment && (c != '/' || i == 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Finds the target of a path that was checked.
     *
     * @throws ProblemException {@code validation_failed}: a whole address of another host
     */
    static ProxyTarget of(Provider.Api api, ProxyPath path) {
        String rest = path.rest();
        String base = api.baseUrl().getRawPath();
        if (rest == null) {
            return new ProxyTarget(
                    api.origin(), encoded((base.isEmpty() ? "/" : base) + path.query()));
        }
        Matcher absolute = ABSOLUTE.matcher(rest);
        return absolute.matches()
                ? absolute(api, absolute, path.query())
                : new ProxyTarget(api.origin(), encoded(base + "/" + rest + path.query()));
    }

    /** What a provider's own links look like: the next page's, an upload's. */
    private static ProxyTarget absolute(Provider.Api api, Matcher address, String query) {
        String scheme = address.group("scheme").toLowerCase(Locale.ROOT);
        String authority = address.group("authority").toLowerCase(Locale.ROOT);
        String given = scheme + "://" + authority;
        boolean listed = scheme.equals("https") && api.hosts().contains(authority);
        refuseIf(
                !listed && !given.equals(api.origin().toString()),
                "names a host to which this provider's token is not sent: its API is at "
                        + api.baseUrl());
        String path = address.group("path") == null ? "/" : address.group("path");
        refuseIf(
                SECOND_SLASH.matcher(path).region(1, path.length()).lookingAt(),
                "must not hold two slashes after the host");
        return new ProxyTarget(URI.create(given), encoded(path + query));
    }

    /** What is no visible ASCII came as a byte of that value, and goes on as one. */
    private static String encoded(String target) {
        if (isVisible(target)) {
            return target;
        }
        StringBuilder encoded = new StringBuilder();
        target.chars()
                .forEach(
                        c ->
                                encoded.append(
                                        isVisible(c)
                                                ? String.valueOf((char) c)
                                                : "%%%02X".formatted(c & 0xff)));
        return encoded.toString();
    }

    private static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!isVisible(target.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(int c) {
        return c > 0x20 && c < 0x7f;
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) {
            throw ProblemException.invalid(FIELD, why);
        }
    }
}
