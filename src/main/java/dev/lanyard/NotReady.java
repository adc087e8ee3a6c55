package dev.lanyard;

import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/**
 * Background work waits for the database to be prepared: {@code skipExecutionIf = NotReady.class}.
 */
@Singleton
public class NotReady implements SkipPredicate {
    private final Preparation preparation;

    NotReady(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !preparation.isDone();
    }
}
