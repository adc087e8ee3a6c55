package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.nio.ByteBuffer;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Nobody comes below {@code /v1} without an API key, whether or not the address exists. A key
 * remembered costs one SHA-256 and one look into the cache.
 */
@Provider
@PreMatching
class ApiKeyFilter implements ResteasyReactiveContainerRequestFilter {
    private final KnownKeys keys;
    private final CurrentCaller caller;
    private final AuditTrail trail;
    private final ClientAddresses addresses;

    ApiKeyFilter(
            KnownKeys keys, CurrentCaller caller, AuditTrail trail, ClientAddresses addresses) {
        this.keys = keys;
        this.caller = caller;
        this.trail = trail;
        this.addresses = addresses;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!Incoming.isBelow("/v1", request)) {
            return;
        }
        String text = Incoming.bearer(request);
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(text));
        KnownKeys.Known remembered = keys.remembered(hash);
        if (remembered != null || keys.isUnknown(hash)) {
            admit(request, remembered);
        } else {
            ask(request, TenantToken.parse("key", text).orElseThrow(ApiKeyFilter::refused), hash);
        }
    }

    private void ask(
            ResteasyReactiveContainerRequestContext request, TenantToken key, ByteBuffer hash) {
        request.suspend();
        keys.find(key, hash)
                .invoke(found -> admit(request, found))
                .subscribe()
                .with(admitted -> request.resume(), request::resume);
    }

    private void admit(
            ResteasyReactiveContainerRequestContext request, KnownKeys.@Nullable Known known) {
        if (known == null || known.isExpired()) {
            throw refused();
        }
        if (!Incoming.isCounted(request)) {
            known.allowance().take();
        }
        caller.set(known.caller());
        trail.begin(addresses.actor(known.caller(), Incoming.vertx(request)));
    }

    private static Problem refused() {
        return Problem.of(
                ProblemCode.UNAUTHORIZED,
                "Send an API key: \"Authorization: Bearer key_…\". This one is missing, unknown,"
                        + " revoked or expired.");
    }
}
