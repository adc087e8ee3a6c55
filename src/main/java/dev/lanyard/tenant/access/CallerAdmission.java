package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.access.ApiKeyCache.CachedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.EnumSet;

/**
 * Lets a caller in whose credential comes in the body (RFC 8693): as {@link ApiKeyFilter} does for
 * all others, quotas and audit included.
 */
@ApplicationScoped
public class CallerAdmission {
    private final ApiKeyCache keyCache;
    private final CallerLookup lookup;
    private final CurrentCaller current;
    private final AuditTrail trail;
    private final ClientAddresses addresses;

    CallerAdmission(
            ApiKeyCache keyCache,
            CallerLookup lookup,
            CurrentCaller current,
            AuditTrail trail,
            ClientAddresses addresses) {
        this.keyCache = keyCache;
        this.lookup = lookup;
        this.current = current;
        this.trail = trail;
        this.addresses = addresses;
    }

    /**
     * The caller of this request from now on.
     *
     * @param credential an API key, or a workload token
     * @param scope that it needs
     * @return fails with {@code unauthorized}, {@code forbidden}, {@code rate_limited}
     */
    public Uni<Caller> admit(String credential, HttpServerRequest request, Scope scope) {
        return Uni.createFrom()
                .deferred(() -> find(credential, addresses.of(request)))
                .map(known -> admit(known, request))
                .invoke(caller -> ScopeFilters.require(caller, EnumSet.of(scope)));
    }

    private Uni<CachedKey> find(String credential, String address) {
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(credential));
        CachedKey remembered = keyCache.remembered(hash);
        return remembered == null
                ? lookup.find(credential, hash, address)
                : Uni.createFrom().item(remembered);
    }

    private Caller admit(CachedKey known, HttpServerRequest request) {
        if (known.isExpired()) {
            throw CallerLookup.expired(known);
        }
        known.allowance().spend();
        current.set(known.caller());
        trail.begin(addresses.actor(known.caller(), request));
        return known.caller();
    }
}
