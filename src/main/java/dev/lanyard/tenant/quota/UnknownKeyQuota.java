package dev.lanyard.tenant.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.config.Config;
import dev.lanyard.problem.ProblemException;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;

/**
 * How many made-up keys one client address may have looked up: each costs a SELECT. A key that was
 * good once is looked up whatever else comes from its address, so that nobody behind the same proxy
 * can shut its owner out.
 */
@ApplicationScoped
public class UnknownKeyQuota {
    private static final int MOST = 50_000;
    private static final int BURST_SECONDS = 10;

    private final Cache<ByteBuffer, Boolean> goodOnce =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final RateLimiters limiters;

    UnknownKeyQuota(Config config) {
        int perSecond = config.quota().client();
        this.limiters =
                new RateLimiters(
                        "with unknown API keys from your address",
                        perSecond,
                        BURST_SECONDS * perSecond);
    }

    /**
     * Counts a look-up that may be in vain.
     *
     * @param hash of the key
     * @param address the client's
     * @throws ProblemException {@code rate_limited}
     */
    public void spend(ByteBuffer hash, String address) {
        if (goodOnce.getIfPresent(hash) == null) {
            limiters.spend(bucket(address));
        }
    }

    /** It was not in vain: that one is not counted, and the next ones are not, either. */
    public void giveBack(ByteBuffer hash, String address) {
        if (goodOnce.getIfPresent(hash) == null) {
            goodOnce.put(hash, true);
            bucket(address).addTokens(1);
        }
    }

    private Bucket bucket(String address) {
        return limiters.of(ClientNetwork.of(address));
    }
}
