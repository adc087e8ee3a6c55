package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Callers whose key was looked up in the last seconds, for those who cannot wait. */
@ApplicationScoped
public class CachedCallers {
    private final ApiKeyCache keyCache;

    CachedCallers(ApiKeyCache keyCache) {
        this.keyCache = keyCache;
    }

    /**
     * Who sent this {@code Authorization}, counted against the quotas of tenant and key.
     *
     * @return null: not remembered, unknown, expired, or too many requests; the filter before the
     *     resources tells which
     */
    public @Nullable Caller find(@Nullable String authorization) {
        String key = IncomingRequests.bearer(authorization);
        ApiKeyCache.CachedKey known = keyCache.remembered(ByteBuffer.wrap(TenantToken.sha256(key)));
        return known == null || known.isExpired() || !known.allowance().tryTake()
                ? null
                : known.caller();
    }

    /** This request, whose caller was found here, goes on to the filter: it is counted already. */
    public static void passOn(RoutingContext request) {
        IncomingRequests.setCounted(request);
    }
}
