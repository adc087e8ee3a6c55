package dev.lanyard.runtime;

import io.quarkus.runtime.ImageMode;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives memory back when there is little to do. The native executable's collector runs when its
 * young generation is full and at no other time: what a busy minute took would stay for days. A JVM
 * has its own ways ({@code -XX:G1PeriodicGCInterval}).
 */
@Singleton
class IdleMemory {
    private static final long MIB = 1L << 20;

    /** Less than this between two looks is the background's own work. */
    private static final long QUIET = 4 * MIB;

    /** What has been left behind since is worth a pause of some milliseconds. */
    private static final long WORTH = 8 * MIB;

    /** The heap of this process. */
    interface Heap {
        /** Bytes in use, garbage included. */
        default long used() {
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }

        /** How often it was collected. */
        default long collections() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                    .sum();
        }

        /** Collects all garbage before it returns. */
        default void collect() {
            System.gc();
        }
    }

    private final Heap heap;
    private long used;
    private long collections;
    private long kept;

    @Inject
    IdleMemory() {
        this(new Heap() {});
    }

    IdleMemory(Heap heap) {
        this.heap = heap;
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void checkNatively() {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            check();
        }
    }

    /** Collects if little was allocated since the last look, and enough since the last time. */
    void check() {
        boolean quiet = heap.collections() == collections && heap.used() - used < QUIET;
        if (quiet && heap.used() - kept >= WORTH) {
            heap.collect();
            kept = heap.used();
        }
        used = heap.used();
        collections = heap.collections();
    }
}
