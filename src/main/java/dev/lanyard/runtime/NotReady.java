package dev.lanyard.runtime;

import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/**
 * Background work waits for the database to be prepared: {@code skipExecutionIf = NotReady.class}.
 */
@Singleton
public class NotReady implements SkipPredicate {
    private volatile boolean ready;

    /** Lets background work begin. */
    public void end() {
        ready = true;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !ready;
    }
}
