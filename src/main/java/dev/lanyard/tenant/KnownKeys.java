package dev.lanyard.tenant;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.OwnContext;
import dev.lanyard.TenantToken;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whose a key is, remembered for 3 seconds, so that a key revoked on one replica is refused on all
 * within 5. The cache knows hashes only. What is unknown is remembered too, but elsewhere: made-up
 * keys push out each other, no real one.
 */
@ApplicationScoped
class KnownKeys {
    private static final String SELECT =
            "SELECT id, scopes, hash, expires_at FROM api_key WHERE tenant_id = $1 AND hash = $2";

    private static final CompletableFuture<Optional<Known>> NOBODY =
            CompletableFuture.completedFuture(Optional.empty());

    private final Pool pool;
    private final CaffeineCache cache;
    private final Quotas quotas;
    private final com.github.benmanes.caffeine.cache.Cache<ByteBuffer, Boolean> unknown =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(3))
                    .build();

    KnownKeys(Pool pool, @CacheName("api-keys") Cache cache, Quotas quotas) {
        this.pool = pool;
        this.cache = cache.as(CaffeineCache.class);
        this.quotas = quotas;
    }

    /** A key's owner, until it expires. */
    record Known(Caller caller, @Nullable OffsetDateTime expiresAt, Quotas.Allowance allowance) {
        boolean isExpired() {
            return expiresAt != null && !expiresAt.toInstant().isAfter(Instant.now());
        }
    }

    /**
     * What is remembered of the key with this hash; null when it must be asked for.
     *
     * @param hash SHA-256 of the key
     */
    @Nullable CompletableFuture<Optional<Known>> remembered(ByteBuffer hash) {
        CompletableFuture<Optional<Known>> known = cache.getIfPresent(hash);
        return known == null && unknown.getIfPresent(hash) != null ? NOBODY : known;
    }

    /** The owner of a key, if it has one; parallel requests ask once. */
    Uni<Optional<Known>> find(TenantToken key, ByteBuffer hash) {
        return OwnContext.backOn(
                        cache.getAsync(hash, ignored -> select(key.tenantId(), key.hash())))
                .call(found -> found.isPresent() ? Uni.createFrom().voidItem() : forget(hash));
    }

    private Uni<Void> forget(ByteBuffer hash) {
        noteUnknown(hash);
        return cache.invalidate(hash);
    }

    void noteUnknown(ByteBuffer hash) {
        unknown.put(hash, true);
    }

    /** How many are remembered as unknown. */
    long unknownCount() {
        unknown.cleanUp();
        return unknown.estimatedSize();
    }

    private Uni<Optional<Known>> select(String tenantId, byte[] hash) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId, hash))
                .map(rows -> known(tenantId, hash, rows));
    }

    private Optional<Known> known(String tenantId, byte[] hash, RowSet<Row> rows) {
        for (Row row : rows) {
            if (MessageDigest.isEqual(row.getBuffer("hash").getBytes(), hash)) {
                Caller caller = new Caller(tenantId, row.getString("id"), scopes(row));
                return Optional.of(
                        new Known(caller, row.getOffsetDateTime("expires_at"), quotas.of(caller)));
            }
        }
        return Optional.empty();
    }

    private static EnumSet<Scope> scopes(Row row) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(row.getArrayOfStrings("scopes"))
                .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(scopes::add);
        return scopes;
    }
}
