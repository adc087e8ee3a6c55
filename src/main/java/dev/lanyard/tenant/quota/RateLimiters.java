package dev.lanyard.tenant.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * A token bucket for each of many, in the memory of this replica. The least used go when there are
 * too many: most are full again. (By number only: the native executable knows no more of Caffeine.)
 */
public final class RateLimiters {
    private static final long MOST = 50_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(MOST).build();
    private final String whose;
    private final int perSecond;
    private final int burst;

    /**
     * Buckets of one kind.
     *
     * @param whose for people: "of this tenant"
     * @param perSecond how many tokens come back in a second
     * @param burst how many are there after a pause
     */
    public RateLimiters(String whose, int perSecond, int burst) {
        this.whose = whose;
        this.perSecond = perSecond;
        this.burst = burst;
    }

    public Bucket of(String id) {
        return buckets.get(id, ignored -> full());
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(burst)
                                        .refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /**
     * Takes one token.
     *
     * @throws ProblemException {@code rate_limited}, with the time until there is one again
     */
    public void spend(Bucket bucket) {
        if (!bucket.tryConsume(1)) {
            throw ProblemException.of(
                    ProblemCode.RATE_LIMITED,
                    "There are more requests " + whose + " than " + perSecond + " a second.",
                    Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill()));
        }
    }

    /** How many there are. */
    public long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }
}
