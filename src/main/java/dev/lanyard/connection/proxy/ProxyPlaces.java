package dev.lanyard.connection.proxy;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds how many requests of one tenant are proxied at a time at one replica, so that one that
 * streams for hours leaves room for the others.
 */
@Singleton
class ProxyPlaces {
    static final int MOST = 256;

    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Takes a place, to be given back.
     *
     * @throws ProblemException {@code rate_limited}
     */
    void take(String tenantId) {
        if (taken.merge(tenantId, 1, Integer::sum) > MOST) {
            giveBack(tenantId);
            throw ProblemException.of(
                    ProblemCode.RATE_LIMITED,
                    "There are more than " + MOST + " proxied requests of this tenant at a time.",
                    Duration.ofSeconds(1));
        }
    }

    void giveBack(String tenantId) {
        taken.computeIfPresent(tenantId, (tenant, count) -> count > 1 ? count - 1 : null);
    }
}
