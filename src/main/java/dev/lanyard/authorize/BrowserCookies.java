package dev.lanyard.authorize;

import dev.lanyard.id.TenantToken;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cookies that bind a journey to one browser: one for each hosted page it opened and one for
 * each request it began. A value is {@code <seconds>.<secret>}, so that the oldest is known.
 */
final class BrowserCookies {
    private static final int MOST = 20;

    private final Set<Cookie> brought;
    private final boolean secure;

    /**
     * What a browser brought.
     *
     * @param secure whether cookies are for TLS only and bound to this host (RFC 6265bis §4.1.3.2)
     */
    BrowserCookies(Set<Cookie> brought, boolean secure) {
        this.brought = brought;
        this.secure = secure;
    }

    /** The purpose of a cookie. */
    enum CookieKind {
        PAGE("lanyard_page_"),
        REQUEST("lanyard_request_");

        private final String prefix;

        CookieKind(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * The secret this browser holds, if it is the one with that hash.
     *
     * @param id of the session or the request
     */
    Optional<String> secret(CookieKind kind, String id, byte[] hash) {
        return brought.stream()
                .filter(cookie -> cookie.getName().equals(name(kind, id)))
                .map(cookie -> cookie.getValue().substring(cookie.getValue().indexOf('.') + 1))
                .filter(secret -> MessageDigest.isEqual(TenantToken.sha256(secret), hash))
                .findFirst();
    }

    /** The {@code Set-Cookie} values that give this secret and drop the oldest beyond twenty. */
    List<String> give(CookieKind kind, String id, String secret, Duration life) {
        List<String> headers = new ArrayList<>();
        oldest(kind, name(kind, id)).map(old -> header(old, "", 0)).forEach(headers::add);
        String value = Instant.now().getEpochSecond() + "." + secret;
        headers.add(header(name(kind, id), value, life.toSeconds()));
        return headers;
    }

    private Stream<String> oldest(CookieKind kind, String except) {
        List<Cookie> others =
                brought.stream()
                        .filter(cookie -> cookie.getName().startsWith(prefix(kind)))
                        .filter(cookie -> !cookie.getName().equals(except))
                        .sorted(Comparator.comparing(BrowserCookies::begun))
                        .toList();
        return others.stream()
                .limit(Math.max(0, others.size() - MOST + 1))
                .map(Cookie::getName)
                .distinct();
    }

    /** A value that is none of ours counts as the oldest. */
    private static long begun(Cookie cookie) {
        String value = cookie.getValue();
        int end = value.indexOf('.');
        return end > 0 && end < 15 && value.chars().limit(end).allMatch(c -> c >= '0' && c <= '9')
                ? Long.parseLong(value.substring(0, end))
                : 0;
    }

    private String header(String name, String value, long seconds) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setMaxAge(seconds)
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX)
                .encode();
    }

    private String name(CookieKind kind, String id) {
        return prefix(kind) + id;
    }

    private String prefix(CookieKind kind) {
        return secure ? "__Host-" + kind.prefix : kind.prefix;
    }
}
