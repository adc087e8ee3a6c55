package dev.lanyard.tenant.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.id.TenantToken;
import dev.lanyard.runtime.RecentCache;
import dev.lanyard.runtime.SingleFlight;
import dev.lanyard.tenant.quota.RequestQuotas;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for 3 seconds whose a key, or a workload token, is, so that one revoked on one replica
 * is refused on all within 5. The cache knows hashes only. What is unknown is remembered too, but
 * elsewhere: made-up keys push out each other, no real one.
 */
@ApplicationScoped
class ApiKeyCache {
    private static final String SELECT =
            "SELECT id, scopes, hash, expires_at FROM api_key WHERE tenant_id = $1 AND hash = $2";

    private final Pool pool;
    private final RequestQuotas quotas;
    private final CredentialUse use;
    private final RecentCache<ByteBuffer, CachedKey> known = new RecentCache<>();
    private final Cache<ByteBuffer, Boolean> unknown =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(3))
                    .build();

    /** Failures are an outcome of these: the cache would log each with its stack trace. */
    private final Map<ByteBuffer, SingleFlight<CachedKey>> lookups = new ConcurrentHashMap<>();

    ApiKeyCache(Pool pool, RequestQuotas quotas, CredentialUse use) {
        this.pool = pool;
        this.quotas = quotas;
        this.use = use;
    }

    /** The owner of a key or token, until it expires. */
    record CachedKey(
            Caller caller, @Nullable OffsetDateTime expiresAt, RequestQuotas.Allowance allowance) {
        boolean isExpired() {
            return expiresAt != null && !expiresAt.toInstant().isAfter(Instant.now());
        }
    }

    /**
     * The owner of the key with this hash, if remembered.
     *
     * @param hash SHA-256 of the key
     */
    @Nullable CachedKey remembered(ByteBuffer hash) {
        return known.find(hash);
    }

    /** It was looked for a moment ago, and nobody has it. */
    boolean isUnknown(ByteBuffer hash) {
        return unknown.getIfPresent(hash) != null;
    }

    /** The owner of a key, null if nobody has it; parallel requests ask once. */
    Uni<@Nullable CachedKey> find(TenantToken key, ByteBuffer hash) {
        return find(key.tenantId(), hash);
    }

    /**
     * The same, of a key that is known by its hash only.
     *
     * @param hash SHA-256 of the key, backed by an array
     */
    Uni<@Nullable CachedKey> find(String tenantId, ByteBuffer hash) {
        return known.get(hash, () -> select(tenantId, hash.array()))
                .invoke(
                        owner -> {
                            if (owner == null) {
                                recordUnknown(hash);
                            }
                        });
    }

    /**
     * The owner of another credential with this hash, remembered in the same way; parallel requests
     * share a look-up.
     *
     * @param owner fails for what has none, which is not remembered
     */
    Uni<CachedKey> find(ByteBuffer hash, Uni<CachedKey> owner) {
        SingleFlight<CachedKey> started = new SingleFlight<>();
        SingleFlight<CachedKey> running = lookups.putIfAbsent(hash, started);
        if (running != null) {
            return running.result();
        }
        started.run(
                owner.invoke(found -> known.put(hash, found))
                        .onTermination()
                        .invoke(() -> lookups.remove(hash, started)));
        return started.result();
    }

    void recordUnknown(ByteBuffer hash) {
        unknown.put(hash, true);
    }

    /** How many are remembered with their owners. */
    long knownCount() {
        return known.size();
    }

    /** How many are remembered as unknown. */
    long unknownCount() {
        unknown.cleanUp();
        return unknown.estimatedSize();
    }

    private Uni<@Nullable CachedKey> select(String tenantId, byte[] hash) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId, hash))
                .map(rows -> known(tenantId, hash, rows));
    }

    private @Nullable CachedKey known(String tenantId, byte[] hash, RowSet<Row> rows) {
        for (Row row : rows) {
            if (MessageDigest.isEqual(row.getBuffer("hash").getBytes(), hash)) {
                Caller caller = Caller.ofApiKey(tenantId, row.getString("id"), scopes(row));
                return used(
                        new CachedKey(
                                caller,
                                row.getOffsetDateTime("expires_at"),
                                quotas.of(caller.tenantId(), caller.keyId())));
            }
        }
        return null;
    }

    /** Here and not at each request: one in use is looked up every few seconds. */
    private CachedKey used(CachedKey key) {
        if (!key.isExpired()) {
            use.record(key.caller());
        }
        return key;
    }

    /** Its column {@code scopes}. */
    static EnumSet<Scope> scopes(Row row) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(row.getArrayOfStrings("scopes"))
                .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(scopes::add);
        return scopes;
    }
}
