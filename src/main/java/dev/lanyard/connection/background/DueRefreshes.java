package dev.lanyard.connection.background;

import dev.lanyard.config.Config;
import dev.lanyard.connection.background.DueTokenSets.Due;
import dev.lanyard.connection.background.DueTokenSets.Share;
import dev.lanyard.connection.refresh.ClientProbes;
import dev.lanyard.connection.refresh.RefreshCoordinator;
import dev.lanyard.connection.refresh.RefreshDemand;
import dev.lanyard.connection.refresh.RefreshOutcome;
import dev.lanyard.runtime.Jitter;
import dev.lanyard.runtime.LogFields;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.runtime.SingleFlight;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Work that nobody waits for, claimed by any replica: outstanding answers first, then retries,
 * suspects, what was used and will expire, and at half the idle lifetime what was not.
 */
@ApplicationScoped
class DueRefreshes {
    private static final Logger LOG = Logger.getLogger(DueRefreshes.class);
    private static final Duration UNTIL_LOOKED_AT_AGAIN = Duration.ofMinutes(5);
    private static final Duration SEEK_AGAIN = Duration.ofSeconds(5);
    private static final Duration SPREAD = Duration.ofSeconds(10);

    private final RecurringTask ticking = new RecurringTask(LOG, "Due work");
    private final Config config;
    private final DueTokenSets rows;
    private final RefreshCoordinator coordinator;
    private final ClientProbes probes;
    private final BackgroundBudget budget;
    private final InFlight outstanding = new InFlight();
    private final InFlight others = new InFlight();
    private final Vertx vertx;

    DueRefreshes(
            Config config,
            DueTokenSets rows,
            RefreshCoordinator coordinator,
            ClientProbes probes,
            BackgroundBudget budget,
            Vertx vertx) {
        this.config = config;
        this.rows = rows;
        this.coordinator = coordinator;
        this.probes = probes;
        this.budget = budget;
        this.vertx = vertx;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> tick() {
        if (config.refresh() == Config.RefreshMode.OFF || coordinator.isStopping()) {
            return Uni.createFrom().voidItem();
        }
        return ticking.run(
                claim(rows::claimOutstanding, outstanding, Set.of()).chain(this::claimOthers));
    }

    /** {@code callers}: no keep-alive, and nothing ahead of need. */
    private Uni<Void> claimOthers() {
        return config.refresh() == Config.RefreshMode.ON
                ? claim(rows::claim, others, Set.of())
                : Uni.createFrom().voidItem();
    }

    /**
     * Claims and starts, and once more without the profiles that got their share. The tick does not
     * wait for providers.
     */
    private Uni<Void> claim(
            Function<Share, Uni<List<Due>>> source, InFlight kind, Set<String> served) {
        Share room = kind.room().without(served);
        return source.apply(room)
                .invoke(due -> due.forEach(row -> start(row, kind)))
                .map(room::spentBy)
                .chain(
                        spent ->
                                spent.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : claim(source, kind, union(served, spent)));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    private void start(Due due, InFlight kind) {
        kind.begin(due.profileId());
        LogFields.runWith(
                vertx, due.connection().tenantId(), due.connection().id(), () -> run(due, kind));
    }

    private void run(Due due, InFlight kind) {
        new SingleFlight<Void>()
                .run(
                        work(due)
                                .onFailure()
                                .invoke(
                                        failure ->
                                                LOG.warnf("%s: %s", due.connection().id(), failure))
                                .onFailure()
                                .recoverWithNull()
                                .onTermination()
                                .invoke(() -> kind.end(due.profileId())));
    }

    /** What is done for one row that is due. */
    Uni<Void> work(Due due) {
        if (!budget.isKnown(due)) {
            return rest(due, UNTIL_LOOKED_AT_AGAIN);
        }
        if (due.outstanding() || due.suspect()) {
            return refresh(due, RefreshDemand.OUTSTANDING);
        }
        return budget.spend(due)
                .chain(
                        wait ->
                                wait.isZero()
                                        ? refresh(due, RefreshDemand.BACKGROUND)
                                        : rest(due, wait));
    }

    private Uni<Void> refresh(Due due, RefreshDemand demand) {
        return coordinator
                .refresh(due.seen(), demand)
                .call(outcome -> settle(due, demand, outcome))
                .chain(outcome -> after(due, outcome));
    }

    private Uni<Void> settle(Due due, RefreshDemand demand, RefreshOutcome outcome) {
        return outcome.isDenied() && demand == RefreshDemand.BACKGROUND
                ? budget.giveBack(due)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> after(Due due, RefreshOutcome outcome) {
        if (outcome instanceof RefreshOutcome.Blocked blocked) {
            // an outstanding answer may have no time to lose: its grace ends soon after the pause
            Duration spread = due.outstanding() ? Duration.ZERO : SPREAD;
            return rows.later(due.connection(), blocked.delay().plus(Jitter.upTo(spread)));
        }
        if (outcome instanceof RefreshOutcome.Rejected) {
            // The provider may have been wrong: a slow probe brings the profile back by itself.
            return probes.resolve(due.connection()).chain(proved -> later(due));
        }
        if (outcome instanceof RefreshOutcome.Suspected) {
            // Somebody else seeks the proof just now, or the provider could not be asked.
            return rows.later(due.connection(), SEEK_AGAIN.plus(Jitter.upTo(SPREAD)));
        }
        if (outcome instanceof RefreshOutcome.NotNow && !due.outstanding()) {
            // A rule, or another's lease, forbade it just now: the claim runs out in a minute.
            return Uni.createFrom().voidItem();
        }
        return outcome instanceof RefreshOutcome.Refreshed
                ? Uni.createFrom().voidItem()
                : later(due);
    }

    /**
     * The budget is spent, or the provider is gone: nothing of this profile is claimed meanwhile.
     */
    private Uni<Void> rest(Due due, Duration wait) {
        (due.outstanding() || due.suspect() ? outstanding : others).rest(due.profileId(), wait);
        return rows.later(due.connection(), wait.plus(Jitter.upTo(SPREAD)));
    }

    private Uni<Void> later(Due due) {
        return rows.later(due.connection(), UNTIL_LOOKED_AT_AGAIN.plus(Jitter.upTo(SPREAD)));
    }
}
