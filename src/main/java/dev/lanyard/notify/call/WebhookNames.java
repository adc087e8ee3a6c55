package dev.lanyard.notify.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.outbound.NotSentException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of webhooks' names, each of which may hold a thread for half a minute: one at a time for
 * a name, two for a tenant, and what was found, or not, is remembered for some seconds. Tenants
 * whose names were slow share half of the threads, one each, in turn. So dead name servers, of
 * however many tenants, hold up nobody else's deliveries. Thread-safe.
 */
final class WebhookNames {
    static final int OF_ONE_TENANT = 2;

    /** Threads of the worker. */
    static final int PARALLEL = 64;

    /** What slow tenants may have of them together. */
    static final int OF_SLOW_TENANTS = PARALLEL / 2;

    private static final int MOST_WAITING = 100;
    private static final int MOST_KNOWN = 10_000;
    private static final Duration AGE = Duration.ofSeconds(10);
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final WorkerExecutor worker;
    private final WebhookTargets.Names names;
    private final Cache<String, Future<InetAddress[]>> recent =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(AGE).build();
    private final Cache<String, Boolean> slow =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(REMEMBERED).build();
    private final Map<String, TenantLookups> tenants = new HashMap<>();
    private final Set<String> inLine = new LinkedHashSet<>(); // slow tenants that wait
    private int ofSlow;

    WebhookNames(WorkerExecutor worker, WebhookTargets.Names names) {
        this.worker = worker;
        this.names = names;
    }

    private record Lookup(String tenantId, String host, Promise<InetAddress[]> found) {}

    /** One under way, and whether it takes a place of the slow ones. */
    private record BegunLookup(Lookup lookup, boolean ofSlow, long since) {}

    /** What one tenant has under way, and what waits for it. */
    private static final class TenantLookups {
        private int running;
        private final Queue<Lookup> waiting = new ArrayDeque<>();
    }

    /** The addresses of a name; fails with {@link NotSentException} when too many wait already. */
    Future<InetAddress[]> find(String tenantId, String host) {
        String key = tenantId + " " + host; // nobody waits in another tenant's queue
        Future<InetAddress[]> known = recent.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Lookup lookup = new Lookup(tenantId, host, Promise.promise());
        if (!enqueue(lookup)) {
            return Future.failedFuture(
                    new NotSentException("too many names of this tenant are being looked up"));
        }
        recent.put(key, lookup.found().future());
        next(tenantId);
        return lookup.found().future();
    }

    private synchronized boolean enqueue(Lookup lookup) {
        TenantLookups own = tenants.computeIfAbsent(lookup.tenantId(), id -> new TenantLookups());
        return own.waiting.size() < MOST_WAITING && own.waiting.add(lookup);
    }

    private void next(String tenantId) {
        BegunLookup begun = begin(tenantId);
        if (begun != null) {
            worker.executeBlocking(() -> names.find(begun.lookup().host()), false)
                    .onComplete(
                            found -> {
                                begun.lookup().found().handle(found);
                                end(begun);
                                next(tenantId);
                                nextOfSlow();
                            });
        }
    }

    private synchronized @Nullable BegunLookup begin(String tenantId) {
        TenantLookups own = tenants.get(tenantId);
        boolean isSlow = slow.getIfPresent(tenantId) != null;
        if (own == null || own.running >= (isSlow ? 1 : OF_ONE_TENANT) || own.waiting.isEmpty()) {
            return null;
        }
        if (isSlow && (ofSlow >= OF_SLOW_TENANTS || !isFirstInLine(tenantId))) {
            inLine.add(tenantId);
            return null;
        }
        inLine.remove(tenantId);
        own.running++;
        ofSlow += isSlow ? 1 : 0;
        return new BegunLookup(own.waiting.remove(), isSlow, System.nanoTime());
    }

    private boolean isFirstInLine(String tenantId) {
        return inLine.isEmpty() || inLine.iterator().next().equals(tenantId);
    }

    private synchronized void end(BegunLookup ended) {
        String tenantId = ended.lookup().tenantId();
        ofSlow -= ended.ofSlow() ? 1 : 0;
        if (System.nanoTime() - ended.since() > SLOW.toNanos()) {
            slow.put(tenantId, true);
        }
        TenantLookups own = tenants.get(tenantId);
        if (own != null && --own.running == 0 && own.waiting.isEmpty()) {
            tenants.remove(tenantId);
        }
    }

    /** A place of the slow ones may be free: for the one that waits longest. */
    private void nextOfSlow() {
        String first = firstInLine();
        if (first != null) {
            next(first);
        }
    }

    private synchronized @Nullable String firstInLine() {
        return ofSlow < OF_SLOW_TENANTS && !inLine.isEmpty() ? inLine.iterator().next() : null;
    }
}
