package dev.lanyard;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** Keeps background work from a database that is not ready: not reached, not migrated, not open. */
@Singleton
public class NotPrepared implements Scheduled.SkipPredicate {
    private final Preparation preparation;

    NotPrepared(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !preparation.isDone();
    }
}
