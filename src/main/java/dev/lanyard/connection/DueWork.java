package dev.lanyard.connection;

import dev.lanyard.Config;
import dev.lanyard.NotReady;
import dev.lanyard.connection.DueRows.Due;
import dev.lanyard.connection.Gate.Priority;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Work that nobody waits for, claimed by any replica: outstanding answers first, then retries,
 * suspects, what was used and will expire, and at half the idle lifetime what was not.
 */
@ApplicationScoped
class DueWork {
    private static final Logger LOG = Logger.getLogger(DueWork.class);
    private static final int AT_ONCE = 64;
    private static final Duration UNTIL_LOOKED_AT_AGAIN = Duration.ofMinutes(5);
    private static final Duration SEEK_AGAIN = Duration.ofSeconds(5);
    private static final int SPREAD_MILLIS = 10_000;

    private final Config config;
    private final DueRows rows;
    private final Refreshes refreshes;
    private final Suspects suspects;
    private final Budget budget;
    private final AtomicInteger running = new AtomicInteger();

    DueWork(Config config, DueRows rows, Refreshes refreshes, Suspects suspects, Budget budget) {
        this.config = config;
        this.rows = rows;
        this.refreshes = refreshes;
        this.suspects = suspects;
        this.budget = budget;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> tick() {
        int room = AT_ONCE - running.get();
        if (config.refresh() == Config.Refresh.OFF || room <= 0) {
            return Uni.createFrom().voidItem();
        }
        return rows.claimOutstanding(room)
                .invoke(this::startAll)
                .chain(this::claimOthers)
                .invoke(this::startAll)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("Due work waits for the database: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** {@code callers}: no keep-alive, and nothing ahead of need. */
    private Uni<List<Due>> claimOthers() {
        int room = AT_ONCE - running.get();
        return config.refresh() == Config.Refresh.ON && room > 0
                ? rows.claim(room)
                : Uni.createFrom().item(List.of());
    }

    /** The tick does not wait for providers. */
    private void startAll(List<Due> due) {
        due.forEach(this::start);
    }

    private void start(Due due) {
        running.incrementAndGet();
        new Shared<Void>()
                .run(
                        work(due)
                                .onFailure()
                                .invoke(
                                        failure ->
                                                LOG.warnf("%s: %s", due.connection().id(), failure))
                                .onFailure()
                                .recoverWithNull()
                                .onTermination()
                                .invoke(running::decrementAndGet));
    }

    private Uni<Void> work(Due due) {
        if (due.outstanding() || due.suspect()) {
            return refresh(due, Priority.OUTSTANDING);
        }
        return budget.take(due.connection())
                .chain(taken -> taken ? refresh(due, Priority.BACKGROUND) : later(due));
    }

    private Uni<Void> refresh(Due due, Priority priority) {
        return refreshes.refresh(due.seen(), priority).chain(attempt -> after(due, attempt));
    }

    private Uni<Void> after(Due due, Attempt attempt) {
        if (attempt instanceof Attempt.Blocked blocked) {
            return rows.later(due.connection(), blocked.delay().plus(jitter()));
        }
        if (attempt instanceof Attempt.Rejected) {
            // The provider may have been wrong: a slow probe brings the profile back by itself.
            return suspects.resolve(due.connection()).chain(proved -> later(due));
        }
        if (attempt instanceof Attempt.Suspected) {
            return soon(due);
        }
        return attempt instanceof Attempt.Refreshed ? Uni.createFrom().voidItem() : later(due);
    }

    /** Somebody else seeks the proof just now, or the provider could not be asked. */
    private Uni<Void> soon(Due due) {
        return rows.later(due.connection(), SEEK_AGAIN.plus(jitter()));
    }

    private Uni<Void> later(Due due) {
        return rows.later(due.connection(), UNTIL_LOOKED_AT_AGAIN.plus(jitter()));
    }

    private static Duration jitter() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
    }
}
