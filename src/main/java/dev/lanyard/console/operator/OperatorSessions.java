package dev.lanyard.console.operator;

import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.access.AdminTokens;
import dev.lanyard.tenant.access.ClientAddresses;
import dev.lanyard.tenant.quota.UnknownKeyQuota;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Lets the holder of the admin token into the operator's console, by a cookie. */
@Singleton
class OperatorSessions {
    /** Cookies know no ports: a tenant's session in the same browser has another name. */
    private static final String NAME = "lanyard_operator";

    private static final String PURPOSE = "operator console";

    private final AdminTokens tokens;
    private final UnknownKeyQuota guesses;
    private final ClientAddresses addresses;

    OperatorSessions(AdminTokens tokens, UnknownKeyQuota guesses, ClientAddresses addresses) {
        this.tokens = tokens;
        this.guesses = guesses;
        this.addresses = addresses;
    }

    /**
     * Begins a session.
     *
     * @param token as typed
     * @return the {@code Set-Cookie} value; empty: it is not the operator's
     * @throws dev.lanyard.problem.ProblemException {@code rate_limited}: too many guesses
     */
    Optional<String> begin(String token, HttpServerRequest request) {
        String address = addresses.of(request);
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(token));
        guesses.spend(hash, address);
        Optional<byte[]> key = tokens.derivedKey(token, PURPOSE);
        key.ifPresent(accepted -> guesses.giveBack(hash, address));
        return key.map(
                accepted ->
                        cookie(
                                OperatorSession.begin().seal(accepted),
                                OperatorSession.LIFE.toSeconds(),
                                request));
    }

    /** The session that a browser brings; empty: none, or it is over. */
    Optional<OperatorSession> resume(HttpServerRequest request) {
        Cookie cookie = request.getCookie(NAME);
        return cookie == null
                ? Optional.empty()
                : tokens.derivedKeys(PURPOSE).stream()
                        .flatMap(key -> OperatorSession.open(cookie.getValue(), key).stream())
                        .findFirst();
    }

    /** The {@code Set-Cookie} value that ends the session in this browser. */
    String end(HttpServerRequest request) {
        return cookie("", 0, request);
    }

    /** The management port has no public URL; whether it is reached by TLS, the request tells. */
    private static String cookie(String value, long seconds, HttpServerRequest request) {
        return NAME
                + "="
                + value
                + "; Path=/console; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Strict"
                + (request.isSSL() ? "; Secure" : "");
    }
}
