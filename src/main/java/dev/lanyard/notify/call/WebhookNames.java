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
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of webhooks' names, each of which may hold a thread for half a minute: one at a time for
 * a name, two for a tenant, and what was found, or not, is remembered for some seconds. So a tenant
 * with dead name servers holds up nobody else's deliveries. Thread-safe.
 */
final class WebhookNames {
    static final int OF_ONE_TENANT = 2;
    private static final int MOST_WAITING = 100;
    private static final Duration AGE = Duration.ofSeconds(10);

    private final WorkerExecutor worker;
    private final WebhookTargets.Names names;
    private final Cache<String, Future<InetAddress[]>> recent =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(AGE).build();
    private final Map<String, TenantLookups> tenants = new HashMap<>();

    WebhookNames(WorkerExecutor worker, WebhookTargets.Names names) {
        this.worker = worker;
        this.names = names;
    }

    private record Lookup(String tenantId, String host, Promise<InetAddress[]> found) {}

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
        Lookup lookup = begin(tenantId);
        if (lookup != null) {
            worker.executeBlocking(() -> names.find(lookup.host()), false)
                    .onComplete(
                            found -> {
                                lookup.found().handle(found);
                                end(tenantId);
                                next(tenantId);
                            });
        }
    }

    private synchronized @Nullable Lookup begin(String tenantId) {
        TenantLookups own = tenants.get(tenantId);
        if (own == null || own.running >= OF_ONE_TENANT || own.waiting.isEmpty()) {
            return null;
        }
        own.running++;
        return own.waiting.remove();
    }

    private synchronized void end(String tenantId) {
        TenantLookups own = tenants.get(tenantId);
        if (own != null && --own.running == 0 && own.waiting.isEmpty()) {
            tenants.remove(tenantId);
        }
    }
}
