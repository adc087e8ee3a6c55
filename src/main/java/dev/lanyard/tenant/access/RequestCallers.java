package dev.lanyard.tenant.access;

import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.LogFields;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says who sent a request that no resource handles, by the rules of {@link ApiKeyFilter}. */
@Singleton
public class RequestCallers {
    private final ApiKeyCache keyCache;
    private final ClientAddresses addresses;
    private final UnknownKeyQuota unknownKeys;

    RequestCallers(ApiKeyCache keyCache, ClientAddresses addresses, UnknownKeyQuota unknownKeys) {
        this.keyCache = keyCache;
        this.addresses = addresses;
        this.unknownKeys = unknownKeys;
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
        return remembered != null || keyCache.isUnknown(hash)
                ? Uni.createFrom().item(() -> admit(remembered))
                : Uni.createFrom().deferred(() -> ask(request, text, hash));
    }

    private Uni<Caller> ask(HttpServerRequest request, String text, ByteBuffer hash) {
        TenantToken key = TenantToken.parse("key", text).orElseThrow(RequestCallers::refused);
        String address = addresses.of(request);
        unknownKeys.spend(hash, address);
        return keyCache.find(key, hash)
                .onItem()
                .ifNotNull()
                .invoke(found -> unknownKeys.giveBack(hash, address))
                .map(RequestCallers::admit);
    }

    private static Caller admit(ApiKeyCache.@Nullable CachedKey known) {
        if (known == null || known.isExpired()) {
            throw refused();
        }
        known.allowance().spend();
        LogFields.tenant(known.caller().tenantId());
        return known.caller();
    }

    private static ProblemException refused() {
        return ProblemException.of(
                ProblemCode.UNAUTHORIZED,
                "Send an API key: \"Authorization: Bearer key_…\". This one is missing, unknown,"
                        + " revoked or expired.");
    }

    /**
     * Refuses a caller whose key lacks that scope.
     *
     * @throws ProblemException {@code forbidden}, naming it
     */
    public static void require(Scope scope, Caller caller) {
        ScopeFilters.require(caller, Set.of(scope));
    }
}
