package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.LogFields;
import io.quarkus.arc.ClientProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who sent a request that no resource handles, by an API key or a workload token, by the rules
 * of {@link ApiKeyFilter}.
 */
@Singleton
public class RequestCallers {
    private final ApiKeyCache keyCache;
    private final ClientAddresses addresses;
    private final CallerLookup lookup;

    RequestCallers(ApiKeyCache keyCache, ClientAddresses addresses, CallerLookup lookup) {
        this.keyCache = ClientProxy.unwrap(keyCache); // what stands for a bean is slow natively
        this.addresses = addresses;
        this.lookup = lookup;
    }

    /**
     * The caller whose key is remembered, counted against the quotas: there is nothing to wait for.
     *
     * @return null: {@link #of} looks who it is, or says what is wrong
     */
    public @Nullable Caller remembered(HttpServerRequest request) {
        String text = IncomingRequests.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        ApiKeyCache.CachedKey known =
                keyCache.remembered(ByteBuffer.wrap(TenantToken.sha256(text)));
        if (known == null || known.isExpired() || !known.allowance().tryTake()) {
            return null;
        }
        LogFields.tenant(known.caller().tenantId());
        return known.caller();
    }

    /**
     * The caller, counted against the quotas.
     *
     * @return fails with {@code unauthorized} or {@code rate_limited}
     */
    public Uni<Caller> of(HttpServerRequest request) {
        String text = IncomingRequests.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        ByteBuffer hash = ByteBuffer.wrap(TenantToken.sha256(text));
        ApiKeyCache.CachedKey remembered = keyCache.remembered(hash);
        return remembered != null
                ? Uni.createFrom().item(() -> admit(remembered))
                : Uni.createFrom()
                        .deferred(() -> lookup.find(text, hash, addresses.of(request)))
                        .map(RequestCallers::admit);
    }

    private static Caller admit(ApiKeyCache.CachedKey known) {
        if (known.isExpired()) {
            throw CallerLookup.expired(known);
        }
        known.allowance().spend();
        LogFields.tenant(known.caller().tenantId());
        return known.caller();
    }

    /**
     * Refuses a caller who lacks that scope.
     *
     * @throws ProblemException {@code forbidden}, naming it
     */
    public static void require(Scope scope, Caller caller) {
        ScopeFilters.require(caller, Set.of(scope));
    }
}
