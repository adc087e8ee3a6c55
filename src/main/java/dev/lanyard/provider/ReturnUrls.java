package dev.lanyard.provider;

import java.util.List;
import java.util.Optional;

/**
 * Checks the addresses that a browser may be sent back to: those below the prefixes that a profile
 * lists.
 */
public final class ReturnUrls {
    private ReturnUrls() {}

    /**
     * Whether an address is below one of the prefixes: scheme, host and port are equal, and the
     * prefix's path is a segment prefix ({@code /app} covers {@code /app} and {@code /app/x}, not
     * {@code /application}). An address with user-info, a fragment, dot segments, backslashes,
     * control characters, a host that ends in a dot, or {@code %2e %2f %5c} in its path is below
     * none. For a loopback IP literal the port may be any (RFC 8252 §7.3): an app on the user's own
     * machine takes what port is free. Never fails.
     *
     * @param prefixes as accepted by {@link #objection}
     * @param url any text
     */
    public static boolean allows(List<String> prefixes, String url) {
        return read(url).filter(address -> covered(prefixes, address)).isPresent();
    }

    private static boolean covered(List<String> prefixes, WebAddress address) {
        return prefixes.stream()
                .flatMap(prefix -> read(prefix).stream())
                .anyMatch(prefix -> covers(prefix, address));
    }

    private static boolean covers(WebAddress prefix, WebAddress address) {
        String path = prefix.path();
        String below = path.endsWith("/") ? path : path + "/";
        return sameOrigin(prefix, address)
                && (address.path().equals(path) || address.path().startsWith(below));
    }

    private static boolean sameOrigin(WebAddress prefix, WebAddress address) {
        return prefix.origin().equals(address.origin())
                || (prefix.loopbackLiteral()
                        && prefix.scheme().equals(address.scheme())
                        && prefix.host().equals(address.host()));
    }

    /** Whether an origin, as a browser writes it, is that of an address below the prefixes. */
    public static boolean allowsOrigin(List<String> prefixes, String origin) {
        return read(origin)
                .filter(address -> address.origin().equals(origin))
                .filter(
                        address ->
                                prefixes.stream()
                                        .flatMap(prefix -> read(prefix).stream())
                                        .anyMatch(prefix -> sameOrigin(prefix, address)))
                .isPresent();
    }

    /**
     * Why a text is no prefix to list; empty if it is one: an absolute URL without user-info,
     * query, fragment and the rest refused above, https unless its host is a loopback one.
     */
    public static Optional<String> objection(String prefix) {
        try {
            WebAddress address = WebAddress.parse(prefix);
            if (address.uri().getRawQuery() != null || address.uri().getRawFragment() != null) {
                return Optional.of("must have neither query nor fragment");
            }
            return address.secure()
                    ? Optional.empty()
                    : Optional.of("must be https; http is for localhost, 127.0.0.1 and [::1]");
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /**
     * Scheme, host and port of an address, as a browser's {@code Origin} header has them; empty if
     * it is none that could be allowed.
     */
    public static Optional<String> origin(String url) {
        return read(url).map(WebAddress::origin);
    }

    private static Optional<WebAddress> read(String url) {
        try {
            return Optional.of(WebAddress.parse(url))
                    .filter(address -> address.uri().getRawFragment() == null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
