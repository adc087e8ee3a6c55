package dev.lanyard.notify.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.outbound.NotSentException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Duration patience;
    private final Cache<String, Lookup> recent =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(AGE).build();
    private final Cache<String, Boolean> slow =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(REMEMBERED).build();
    private final Map<String, TenantLookups> tenants = new HashMap<>();
    private final Set<String> inLine = new LinkedHashSet<>(); // slow tenants that wait
    private int ofSlow;

    /**
     * Names, none of which is asked for yet.
     *
     * @param patience how long those who ask wait: a look-up that nobody waits for is left out
     */
    WebhookNames(WorkerExecutor worker, WebhookTargets.Names names, Duration patience) {
        this.worker = worker;
        this.names = names;
        this.patience = patience;
    }

    /** One, and when it was last asked for. */
    private record Lookup(
            String tenantId, String host, Promise<InetAddress[]> found, AtomicLong asked) {

        static Lookup of(String tenantId, String host) {
            return new Lookup(tenantId, host, Promise.promise(), new AtomicLong(System.nanoTime()));
        }

        /** Nobody waits in another tenant's queue. */
        String key() {
            return tenantId + " " + host;
        }

        boolean isWaitedFor(Duration patience) {
            return System.nanoTime() - asked.get() <= patience.toNanos();
        }
    }

    /**
     * One under way.
     *
     * @param ofSlow it takes a place of the slow ones
     * @param took nanoseconds of the name servers: waiting for a thread is nobody's fault
     */
    private record BegunLookup(Lookup lookup, boolean ofSlow, AtomicLong took) {}

    /** What one tenant has under way, and what waits for it. */
    private static final class TenantLookups {
        private int running;
        private final Queue<Lookup> waiting = new ArrayDeque<>();
    }

    /** The addresses of a name; fails with {@link NotSentException} when too many wait already. */
    Future<InetAddress[]> find(String tenantId, String host) {
        Lookup lookup = Lookup.of(tenantId, host);
        Lookup known = recent.getIfPresent(lookup.key());
        if (known != null) {
            return again(known);
        }
        if (!enqueue(lookup)) {
            return Future.failedFuture(
                    new NotSentException("too many names of this tenant are being looked up"));
        }
        recent.put(lookup.key(), lookup);
        next(tenantId);
        return lookup.found().future();
    }

    /** What is still asked for does not grow old while it waits: it would be queued twice. */
    private Future<InetAddress[]> again(Lookup known) {
        if (!known.found().future().isComplete()) {
            known.asked().set(System.nanoTime());
            recent.asMap().replace(known.key(), known, known); // unless it is given up just now
        }
        return known.found().future();
    }

    private synchronized boolean enqueue(Lookup lookup) {
        TenantLookups own = tenants.computeIfAbsent(lookup.tenantId(), id -> new TenantLookups());
        return own.waiting.size() < MOST_WAITING && own.waiting.add(lookup);
    }

    private void next(String tenantId) {
        BegunLookup begun = begin(tenantId);
        if (begun != null) {
            worker.executeBlocking(() -> ask(begun), false)
                    .onComplete(
                            found -> {
                                begun.lookup().found().handle(found);
                                end(begun);
                                next(tenantId);
                                nextOfSlow();
                            });
        }
    }

    /** Blocks. Its turn may come when all who asked have given up: then it holds up nobody. */
    private InetAddress[] ask(BegunLookup begun) throws IOException {
        Lookup lookup = begun.lookup();
        if (!lookup.isWaitedFor(patience)) {
            recent.asMap().remove(lookup.key(), lookup); // who asks next begins anew
            throw new NotSentException(lookup.host() + " is not found in time");
        }
        long since = System.nanoTime();
        try {
            return names.find(lookup.host());
        } finally {
            begun.took().set(System.nanoTime() - since);
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
        return new BegunLookup(own.waiting.remove(), isSlow, new AtomicLong());
    }

    private boolean isFirstInLine(String tenantId) {
        return inLine.isEmpty() || inLine.iterator().next().equals(tenantId);
    }

    private synchronized void end(BegunLookup ended) {
        String tenantId = ended.lookup().tenantId();
        ofSlow -= ended.ofSlow() ? 1 : 0;
        if (ended.took().get() > SLOW.toNanos()) {
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
