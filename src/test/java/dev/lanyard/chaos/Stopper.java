package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a replica (SIGSTOP) when it connects to the provider: its mark is written, and its request
 * not sent, since the handshake waits.
 */
final class Stopper {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Arena arena;
    private final int replica;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Step> steps = ConcurrentHashMap.newKeySet();
    private volatile int connection = -1;

    Stopper(Arena arena, int replica) {
        this.arena = arena;
        this.replica = replica;
        arena.traffic().watch(this::watch);
    }

    private synchronized void watch(Step step) {
        if (connection < 0 && step.moment() == Moment.CONNECTED && step.replica() == replica) {
            connection = step.connection();
            arena.replica(replica).pause();
            stopped.countDown();
        }
        steps.add(step);
    }

    void awaitStopped() {
        try {
            assertThat(stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void resume() {
        arena.replica(replica).resume();
    }

    /** Whether the connection at which it was stopped has carried a request after all. */
    boolean sent() {
        return steps.contains(new Step(Moment.SENT, replica, connection));
    }
}
