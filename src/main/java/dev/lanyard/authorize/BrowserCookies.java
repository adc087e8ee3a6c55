package dev.lanyard.authorize;

import dev.lanyard.id.TenantToken;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cookies that bind a journey to one browser: one for each hosted page it opened and one for
 * each request it began, at most 20 of a kind and 3 KB in all: with them no proxy shall find the
 * header fields too large. A value is {@code <seconds>.<secret>}, so that the oldest is known.
 */
final class BrowserCookies {
    private static final int MOST = 20;
    private static final int MOST_BYTES = 2_900;

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

    /** The {@code Set-Cookie} values that give this secret and drop the oldest of too many. */
    List<String> give(CookieKind kind, String id, String secret, Duration life) {
        String name = name(kind, id);
        String value = Instant.now().getEpochSecond() + "." + secret;
        List<String> headers = new ArrayList<>();
        tooMany(kind, name, bytes(name, value)).stream()
                .distinct()
                .map(old -> header(old, "", 0))
                .forEach(headers::add);
        headers.add(header(name, value, life.toSeconds()));
        return headers;
    }

    /**
     * What goes: the oldest of the kind beyond twenty, and the oldest of all while it is too much.
     */
    private List<String> tooMany(CookieKind kind, String except, int newBytes) {
        List<Cookie> kept =
                new ArrayList<>(
                        brought.stream()
                                .filter(cookie -> isOurs(cookie.getName()))
                                .filter(cookie -> !cookie.getName().equals(except))
                                .sorted(Comparator.comparing(BrowserCookies::begun))
                                .toList());
        List<Cookie> ofKind =
                kept.stream().filter(c -> c.getName().startsWith(prefix(kind))).toList();
        List<Cookie> gone =
                new ArrayList<>(ofKind.subList(0, Math.max(0, ofKind.size() - MOST + 1)));
        kept.removeAll(gone);
        while (!kept.isEmpty() && newBytes + bytes(kept) > MOST_BYTES) {
            gone.add(kept.remove(0));
        }
        return gone.stream().map(Cookie::getName).toList();
    }

    private static int bytes(List<Cookie> cookies) {
        return cookies.stream().mapToInt(c -> bytes(c.getName(), c.getValue())).sum();
    }

    /** As they stand in {@code Cookie}, with what separates them. */
    private static int bytes(String name, String value) {
        return name.length() + value.length() + 3;
    }

    private boolean isOurs(String name) {
        return Arrays.stream(CookieKind.values()).map(this::prefix).anyMatch(name::startsWith);
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
