package dev.lanyard.connection.accesstoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.config.Config;
import dev.lanyard.connection.change.HeardChange;
import dev.lanyard.connection.change.HeardChanges;
import dev.lanyard.connection.grant.ConnectionRef;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows of token reads, their tokens sealed, kept at this replica while {@link HeardChanges} says
 * that they are true (ADR 14). Time goes by {@link System#nanoTime()} from when a row was asked
 * for, so that what the database said was left of it is never more than is left.
 */
@Startup
@Singleton
@RegisterForReflection( // Caffeine's own, by weight and age, which Quarkus does not register
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMW",
            "com.github.benmanes.caffeine.cache.SSMWW"
        })
class TokenCache {
    /** Bounds what no notification tells of: a restored row, a trigger that was switched off. */
    static final Duration AGE = Duration.ofSeconds(30);

    /** A row beyond this size counts for several. */
    private static final int ROW_BYTES = 4096;

    private final HeardChanges changes;
    private final TokenCacheMeters meters;
    private final LongSupplier nanos;
    private final @Nullable Cache<ConnectionRef, CachedRow> rows;

    @Inject
    TokenCache(Config config, HeardChanges changes, TokenCacheMeters meters) {
        this(config.token().cache(), changes, meters, System::nanoTime);
    }

    /**
     * @param most rows; 0: none
     * @param nanos as {@link System#nanoTime()}
     */
    TokenCache(int most, HeardChanges changes, TokenCacheMeters meters, LongSupplier nanos) {
        this.changes = changes;
        this.meters = meters;
        this.nanos = nanos;
        this.rows = most == 0 ? null : cache(most);
        if (rows != null) {
            meters.show(rows::estimatedSize, changes::isCurrent);
            changes.subscribe(this::forget);
        } else {
            meters.show(() -> 0, () -> false);
        }
    }

    private static Cache<ConnectionRef, CachedRow> cache(int most) {
        return Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((ConnectionRef key, CachedRow kept) -> weight(kept.row()))
                .expireAfterWrite(AGE)
                .executor(Runnable::run) // its upkeep is short, and wakes no other thread
                .build();
    }

    private static int weight(TokenRow row) {
        return 1 + row.size() / ROW_BYTES;
    }

    /**
     * @param asked when its SELECT was sent
     * @param changes of its tenant as a whole, heard until then
     */
    private record CachedRow(TokenRow row, long asked, long changes) {}

    /** The row, with the time that is left of it by now; null: the database is to be asked. */
    @Nullable TokenRow find(ConnectionRef connection) {
        if (rows == null || !changes.isCurrent()) {
            return null;
        }
        CachedRow kept = rows.getIfPresent(connection);
        Duration age = kept == null ? AGE : Duration.ofNanos(nanos.getAsLong() - kept.asked());
        if (kept == null
                || age.compareTo(AGE) >= 0
                || kept.changes() != changes.of(connection.tenantId())) {
            meters.missed();
            return null;
        }
        meters.hit();
        return kept.row().after(age);
    }

    /** Begins a reading, before its SELECT is sent; null: its row will not be kept. */
    @Nullable TokenRowReading begin(ConnectionRef connection) {
        return rows == null || !changes.isCurrent()
                ? null
                : new TokenRowReading(
                        connection,
                        nanos.getAsLong(),
                        changes.of(connection.tenantId()),
                        changes.of(connection));
    }

    /**
     * @param asked before its SELECT was sent
     * @param ofTenant changes heard until then, of its tenant as a whole
     * @param ofConnection the same, and of the connection by itself
     */
    record TokenRowReading(
            ConnectionRef connection, long asked, long ofTenant, long ofConnection) {}

    /** Keeps a row that was read, unless it has changed since, or may without our being told. */
    void keep(@Nullable TokenRowReading reading, TokenRow row) {
        if (rows == null || reading == null || !mayBeKept(row)) {
            return;
        }
        CachedRow read = new CachedRow(row, reading.asked(), reading.ofTenant());
        rows.asMap()
                .compute(
                        reading.connection(),
                        (key, former) -> changes.of(key) == reading.ofConnection() ? read : former);
    }

    /**
     * Rule 27: where a refresh ends the access token, no replica may have it when the refresh token
     * is presented; none ever has.
     */
    private static boolean mayBeKept(TokenRow row) {
        return row.endsAfter() == null && row.isGood() && !row.isClosed();
    }

    /** Another row was read than is kept: this replica knows before it is told. */
    void see(TokenRow row) {
        CachedRow kept = rows == null ? null : rows.getIfPresent(row.connection());
        if (rows != null && kept != null && kept.row().version() != row.version()) {
            rows.asMap().remove(row.connection(), kept);
        }
    }

    /** A tenant's are ended by its count; they make room when they are met, or with their age. */
    private void forget(HeardChange change) {
        ConnectionRef connection = change.connection();
        if (rows != null && connection != null) {
            rows.invalidate(connection);
        } else if (rows != null && change.tenantId() == null) {
            rows.invalidateAll();
        }
        meters.forgotten(change);
    }
}
