package dev.lanyard.connection.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.connection.grant.ConnectionRef;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Remembers tokens that were refused right after a refresh: the provider's 401 is then not about
 * the token, and no request may have the next one fetched, which rotates a grant each time. And
 * tokens that were fetched by requests which could not be sent again, for the same reason.
 */
@Singleton
class StubbornRefusals {
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final long MOST = 10_000;

    private final Cache<ConnectionRef, Long> versions = cache();
    private final Cache<ConnectionRef, Long> untried = cache();

    private static Cache<ConnectionRef, Long> cache() {
        return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
    }

    /** This token is new, and was refused. */
    void record(UsableToken token) {
        versions.put(token.connection(), token.version());
    }

    /** Whether another one would be refused, too. */
    boolean isStubborn(UsableToken token) {
        return holds(versions, token);
    }

    /** This token is new, and the request for which it was fetched was not made with it. */
    void recordUntried(UsableToken token) {
        untried.put(token.connection(), token.version());
    }

    boolean isUntried(UsableToken token) {
        return holds(untried, token);
    }

    private static boolean holds(Cache<ConnectionRef, Long> cache, UsableToken token) {
        Long version = cache.getIfPresent(token.connection());
        return version != null && version == token.version();
    }
}
