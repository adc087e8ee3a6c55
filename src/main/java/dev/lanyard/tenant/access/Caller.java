package dev.lanyard.tenant.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tenant and the API key, or the workload identity, that a request comes with.
 *
 * @param tenantId the tenant that every query carries
 * @param keyId the API key's id, or the workload identity's
 * @param scopes what it may do
 * @param type which of the two it is
 * @param token which of a workload's tokens it was: {@code jti …} or {@code kid …}; null for keys
 */
public record Caller(
        String tenantId, String keyId, Set<Scope> scopes, Actor.Type type, @Nullable String token) {

    /** The holder of an API key. */
    static Caller ofApiKey(String tenantId, String keyId, Set<Scope> scopes) {
        return new Caller(tenantId, keyId, scopes, Actor.Type.API_KEY, null);
    }

    /** A workload with a token of its platform's. */
    static Caller ofWorkload(String tenantId, String identityId, Set<Scope> scopes, String token) {
        return new Caller(tenantId, identityId, scopes, Actor.Type.WORKLOAD_IDENTITY, token);
    }
}
