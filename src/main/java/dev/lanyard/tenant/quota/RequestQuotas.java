package dev.lanyard.tenant.quota;

import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Bounds how many requests a second a tenant and each of its keys may make at one replica. The
 * buckets are looked up with the key, once in seconds; a request takes from them and looks up
 * nothing.
 */
@ApplicationScoped
public class RequestQuotas {
    private final RateLimiters tenants;
    private final RateLimiters keys;

    RequestQuotas(Config config) {
        int tenant = config.quota().tenant();
        int key = config.quota().apiKey();
        this.tenants = new RateLimiters("of this tenant", tenant, tenant);
        this.keys = new RateLimiters("with this API key", key, key);
    }

    /** The bounds of one key, together with its tenant's other keys. */
    public final class Allowance {
        private final Bucket key;
        private final Bucket tenant;

        private Allowance(String tenantId, String keyId) {
            this.key = keys.of(tenantId + keyId);
            this.tenant = tenants.of(tenantId);
        }

        /** Counts one request; fails with {@code rate_limited}. */
        public void spend() {
            keys.spend(key);
            try {
                tenants.spend(tenant);
            } catch (ProblemException limited) {
                key.addTokens(1); // refused for the tenant: the key has not had it
                throw limited;
            }
        }

        /** Counts one request; false when there were too many, which {@link #spend} tells. */
        public boolean tryTake() {
            if (!key.tryConsume(1)) {
                return false;
            }
            boolean taken = tenant.tryConsume(1);
            if (!taken) {
                key.addTokens(1);
            }
            return taken;
        }
    }

    /** The bounds of this key of this tenant. */
    public Allowance of(String tenantId, String keyId) {
        return new Allowance(tenantId, keyId);
    }
}
