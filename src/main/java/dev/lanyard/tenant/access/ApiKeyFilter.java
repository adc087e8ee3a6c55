package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * Refuses every request below {@code /v1} without an API key or a workload token, whether or not
 * the address exists; but for the one that brings it in its body ({@link CallerInBody}). One
 * remembered costs one SHA-256 and one look into the cache.
 */
@Provider
@PreMatching
class ApiKeyFilter implements ResteasyReactiveContainerRequestFilter {
    private final ApiKeyCache keyCache;
    private final CurrentCaller caller;
    private final AuditTrail trail;
    private final ClientAddresses addresses;
    private final CallerLookup lookup;

    ApiKeyFilter(
            ApiKeyCache keyCache,
            CurrentCaller caller,
            AuditTrail trail,
            ClientAddresses addresses,
            CallerLookup lookup) {
        this.lookup = lookup;
        this.keyCache = keyCache;
        this.caller = caller;
        this.trail = trail;
        this.addresses = addresses;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!IncomingRequests.isBelow("/v1", request) || IncomingRequests.isExchange(request)) {
            return;
        }
        String text = IncomingRequests.bearer(request);
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(text));
        ApiKeyCache.CachedKey remembered = keyCache.remembered(hash);
        if (remembered != null) {
            admit(request, remembered);
        } else {
            ask(request, text, hash);
        }
    }

    private void ask(
            ResteasyReactiveContainerRequestContext request, String text, ByteBuffer hash) {
        Uni<ApiKeyCache.CachedKey> found =
                lookup.find(text, hash, addresses.of(IncomingRequests.vertx(request)));
        request.suspend();
        found.invoke(known -> admit(request, known))
                .subscribe()
                .with(admitted -> request.resume(), request::resume);
    }

    private void admit(
            ResteasyReactiveContainerRequestContext request, ApiKeyCache.CachedKey known) {
        if (known.isExpired()) {
            throw CallerLookup.expired(known);
        }
        if (!IncomingRequests.isCounted(request)) {
            known.allowance().spend();
        }
        caller.set(known.caller());
        trail.begin(addresses.actor(known.caller(), IncomingRequests.vertx(request)));
    }
}
