package dev.lanyard.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What the event loops of this process have allocated: bytes of objects, which do not depend on how
 * fast the machine is, nor on who else works on it.
 */
public final class LoopAllocations {
    private static final String LOOPS = "vert.x-eventloop-thread-";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LoopAllocations() {}

    /** Since they began. */
    public static long bytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(loops())).sum();
    }

    private static long[] loops() {
        long[] ids =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(LOOPS))
                        .mapToLong(Thread::getId)
                        .sorted()
                        .toArray();
        if (ids.length == 0) {
            throw new AssertionError("no thread is named " + LOOPS + "…");
        }
        return ids;
    }
}
