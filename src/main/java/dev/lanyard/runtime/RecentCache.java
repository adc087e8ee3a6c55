package dev.lanyard.runtime;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for 3 seconds what was read from the database: what one replica revokes, no other
 * replica takes for good for longer. Failures are not remembered. (Caffeine itself rather than
 * Quarkus' cache over it, which captures and restores contexts at every look: 3 % of a token read.)
 * * @param <K> by what it is found
 *
 * @param <V> what was read
 */
public final class RecentCache<K, V> {
    private static final Duration AGE = Duration.ofSeconds(3);
    private static final long MOST = 100_000;

    private final AsyncCache<K, V> values =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(AGE).buildAsync();

    /** What is remembered; null: nothing, or it is being read just now. */
    public @Nullable V find(K key) {
        CompletableFuture<V> value = values.getIfPresent(key);
        return value == null || value.isCompletedExceptionally() ? null : value.getNow(null);
    }

    /**
     * What is remembered, or else is read now; those who ask meanwhile wait for the same reading.
     *
     * @param read begins the reading; it must not block
     */
    public Uni<V> get(K key, Supplier<Uni<V>> read) {
        return CallerContext.backOn(
                Uni.createFrom()
                        .completionStage(
                                () ->
                                        values.get(
                                                        key,
                                                        (missing, executor) ->
                                                                read.get()
                                                                        .subscribeAsCompletionStage())
                                                .copy()));
    }

    /** Remembers what was read otherwise. */
    public void put(K key, V value) {
        values.put(key, CompletableFuture.completedFuture(value));
    }

    /** How many values are remembered. */
    public long size() {
        values.synchronous().cleanUp();
        return values.synchronous().estimatedSize();
    }
}
