package dev.lanyard.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleMemoryTest {
    private static final long MIB = 1L << 20;
    private static final long LIVE = 10 * MIB;
    private static final long YOUNG = 32 * MIB;

    private final Sawtooth heap = new Sawtooth();
    private final IdleMemory memory = new IdleMemory(heap);

    /** Collects by itself when its young generation is full. */
    private static final class Sawtooth implements IdleMemory.Heap {
        private long used = LIVE;
        private long collections;
        private int asked;

        void allocate(long bytes) {
            used += bytes;
            while (used >= LIVE + YOUNG) {
                used -= YOUNG;
                collections++;
            }
        }

        @Override
        public long used() {
            return used;
        }

        @Override
        public long collections() {
            return collections;
        }

        @Override
        public void collect() {
            used = LIVE;
            collections++;
            asked++;
        }
    }

    private void allocate(long bytes) {
        heap.allocate(bytes);
        memory.check();
    }

    @Test
    void collectsOnceABusyTimeIsOver() {
        allocate(3 * YOUNG + 20 * MIB);
        assertThat(heap.asked).isZero();

        for (int look = 0; look < 5; look++) {
            allocate(MIB);
        }

        assertThat(heap.asked).isEqualTo(1);
    }

    @Test
    void leavesABusyProcessToItsCollector() {
        for (int look = 0; look < 10; look++) {
            allocate(YOUNG);
        }

        assertThat(heap.asked).isZero();
    }

    @Test
    void collectsSeldomWhenThereIsOnlyTheBackgroundsWork() {
        allocate(0);
        allocate(0);
        int start = heap.asked;

        for (int look = 0; look < 16; look++) {
            allocate(MIB);
        }

        assertThat(heap.asked - start).isEqualTo(2);
    }
}
