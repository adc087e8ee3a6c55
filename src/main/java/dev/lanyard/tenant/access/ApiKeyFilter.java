package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every request below {@code /v1} without an API key, whether or not the address exists. A
 * key remembered costs one SHA-256 and one look into the cache.
 */
@Provider
@PreMatching
class ApiKeyFilter implements ResteasyReactiveContainerRequestFilter {
    private final ApiKeyCache keyCache;
    private final CurrentCaller caller;
    private final AuditTrail trail;
    private final ClientAddresses addresses;
    private final UnknownKeyQuota unknownKeys;

    ApiKeyFilter(
            ApiKeyCache keyCache,
            CurrentCaller caller,
            AuditTrail trail,
            ClientAddresses addresses,
            UnknownKeyQuota unknownKeys) {
        this.unknownKeys = unknownKeys;
        this.keyCache = keyCache;
        this.caller = caller;
        this.trail = trail;
        this.addresses = addresses;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!IncomingRequests.isBelow("/v1", request)) {
            return;
        }
        String text = IncomingRequests.bearer(request);
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(text));
        ApiKeyCache.CachedKey remembered = keyCache.remembered(hash);
        if (remembered != null || keyCache.isUnknown(hash)) {
            admit(request, remembered);
        } else {
            ask(request, TenantToken.parse("key", text).orElseThrow(ApiKeyFilter::refused), hash);
        }
    }

    private void ask(
            ResteasyReactiveContainerRequestContext request, TenantToken key, ByteBuffer hash) {
        String address = addresses.of(IncomingRequests.vertx(request));
        unknownKeys.spend(hash, address);
        request.suspend();
        keyCache.find(key, hash)
                .onItem()
                .ifNotNull()
                .invoke(found -> unknownKeys.giveBack(hash, address))
                .invoke(found -> admit(request, found))
                .subscribe()
                .with(admitted -> request.resume(), request::resume);
    }

    private void admit(
            ResteasyReactiveContainerRequestContext request,
            ApiKeyCache.@Nullable CachedKey known) {
        if (known == null || known.isExpired()) {
            throw refused();
        }
        if (!IncomingRequests.isCounted(request)) {
            known.allowance().spend();
        }
        caller.set(known.caller());
        trail.begin(addresses.actor(known.caller(), IncomingRequests.vertx(request)));
    }

    private static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.UNAUTHORIZED,
                "Send an API key: \"Authorization: Bearer key_…\". This one is missing, unknown,"
                        + " revoked or expired.");
    }
}
