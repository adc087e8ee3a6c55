package dev.lanyard.runtime;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Lets the last work end before the pool of connections is closed. All who wait share one deadline,
 * counted from the end of the shutdown delay, when nothing is begun any more: their waits do not
 * add up past the time after which the process is killed.
 */
@Singleton
public class ShutdownWait {
    /** Of the 30 s within which running work ends; what is left is for {@link #left}. */
    private static final Duration WORK = Duration.ofSeconds(25);

    private static final Duration LAST = Duration.ofSeconds(28);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final long LOOK_NANOS = 20_000_000;

    private final Duration delay;
    private volatile @Nullable Long begins;

    /**
     * @param delay for which requests are still taken after the signal
     */
    public ShutdownWait(@ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.delay = delay.orElse(Duration.ZERO);
    }

    /** Readiness has fallen; requests are still taken for a while. */
    void onSignal(@Observes ShutdownDelayInitiatedEvent signal) {
        begins = System.nanoTime() + delay.toNanos();
    }

    /** Before anything waits. Without a signal before, as in tests, the end begins here. */
    public void onStop(@Observes @Priority(1) ShutdownEvent stop) {
        if (!isStopping()) {
            begins = System.nanoTime();
        }
    }

    /** Whether nothing is begun any more. */
    public boolean isStopping() {
        Long beginning = begins;
        return beginning != null && System.nanoTime() - beginning >= 0;
    }

    /**
     * Waits, until the common deadline, on the thread that stops the process, which has nothing
     * else to do.
     *
     * @param ended whether all work has ended
     */
    public void await(BooleanSupplier ended) {
        while (!ended.getAsBoolean() && until(WORK).compareTo(Duration.ZERO) > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * How long the very last thing may take, which is written when all work has ended.
     *
     * @param wanted it need not take longer than that
     */
    public Duration left(Duration wanted) {
        Duration left = until(LAST);
        return left.compareTo(LEAST) < 0 ? LEAST : left.compareTo(wanted) < 0 ? left : wanted;
    }

    private Duration until(Duration end) {
        Long beginning = begins;
        return beginning == null ? end : end.minusNanos(System.nanoTime() - beginning);
    }
}
