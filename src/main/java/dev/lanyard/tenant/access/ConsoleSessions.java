package dev.lanyard.tenant.access;

import dev.lanyard.config.Config;
import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.quota.UnknownKeyQuota;
import dev.lanyard.vault.DecryptionFailedException;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the holder of an API key into the console, by a cookie. The key is asked for at each
 * request: one that is revoked, or expires, ends the session within the API's 5 seconds.
 */
@ApplicationScoped
public class ConsoleSessions {
    private final ApiKeyCache keyCache;
    private final Vault vault;
    private final CurrentCaller caller;
    private final ConsoleVisit visit;
    private final AuditTrail trail;
    private final ClientAddresses addresses;
    private final UnknownKeyQuota unknownKeys;
    private final boolean secure;

    ConsoleSessions(
            ApiKeyCache keyCache,
            Vault vault,
            CurrentCaller caller,
            ConsoleVisit visit,
            AuditTrail trail,
            ClientAddresses addresses,
            UnknownKeyQuota unknownKeys,
            Config config) {
        this.keyCache = keyCache;
        this.vault = vault;
        this.caller = caller;
        this.visit = visit;
        this.trail = trail;
        this.addresses = addresses;
        this.unknownKeys = unknownKeys;
        this.secure = "https".equals(config.publicUrl().getScheme());
    }

    /**
     * Begins a session.
     *
     * @param key as typed
     * @return the {@code Set-Cookie} value; null: nobody has this key any more, or ever had
     */
    public Uni<@Nullable String> begin(String key, HttpServerRequest request) {
        Optional<TenantToken> token = TenantToken.parse("key", key.strip());
        if (token.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        byte[] hash = token.get().hash();
        return find(token.get().tenantId(), hash, ByteBuffer.wrap(hash), request)
                .onItem()
                .ifNotNull()
                .transformToUni(
                        known -> sealed(ConsoleSession.begin(known.caller().tenantId(), hash)));
    }

    private Uni<String> sealed(ConsoleSession session) {
        return vault.dataKey(session.tenantId())
                .map(key -> cookie(session.seal(key), ConsoleSession.LIFE.toSeconds()));
    }

    /** The {@code Set-Cookie} value that ends the session in this browser. */
    public String end() {
        return cookie("", 0);
    }

    private String cookie(String value, long seconds) {
        return name()
                + "="
                + value
                + "; Path=/; Max-Age="
                + seconds
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    private String name() {
        return secure ? "__Host-lanyard_console" : "lanyard_console";
    }

    /**
     * Makes the session's caller that of this request.
     *
     * @return whether there is one; fails with {@code rate_limited}
     */
    Uni<Boolean> resume(HttpServerRequest request) {
        Cookie cookie = request.getCookie(name());
        Optional<ConsoleSession.SealedSession> sealed =
                cookie == null
                        ? Optional.empty()
                        : ConsoleSession.SealedSession.of(cookie.getValue());
        return sealed.isEmpty()
                ? Uni.createFrom().item(false)
                : open(sealed.get(), request)
                        .chain(session -> admit(session, sealed.get(), request))
                        .onFailure(DecryptionFailedException.class)
                        .recoverWithItem(false);
    }

    private Uni<ConsoleSession> open(
            ConsoleSession.SealedSession sealed, HttpServerRequest request) {
        unknownKeys.spend(sealed.hash(), addresses.of(request));
        return vault.dataKey(sealed.tenantId()).map(sealed::open);
    }

    private Uni<Boolean> admit(
            ConsoleSession session,
            ConsoleSession.SealedSession sealed,
            HttpServerRequest request) {
        if (session.isOver()) {
            return Uni.createFrom().item(false);
        }
        return find(session.tenantId(), session.keyHash(), sealed.hash(), request)
                .map(known -> known != null && admit(known, session, request));
    }

    private boolean admit(
            ApiKeyCache.CachedKey known, ConsoleSession session, HttpServerRequest request) {
        known.allowance().spend();
        caller.set(known.caller());
        visit.begin(session.csrf());
        trail.begin(addresses.actor(known.caller(), request));
        return true;
    }

    /** A key that is still good; null: none. */
    private Uni<ApiKeyCache.@Nullable CachedKey> find(
            String tenantId, byte[] hash, ByteBuffer counted, HttpServerRequest request) {
        String address = addresses.of(request);
        ByteBuffer key = ByteBuffer.wrap(hash);
        if (keyCache.isUnknown(key)) {
            return Uni.createFrom().nullItem();
        }
        unknownKeys.spend(counted, address);
        return keyCache.find(tenantId, key)
                .map(known -> known == null || known.isExpired() ? null : known)
                .onItem()
                .ifNotNull()
                .invoke(found -> unknownKeys.giveBack(counted, address));
    }
}
