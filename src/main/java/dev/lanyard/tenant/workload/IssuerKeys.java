package dev.lanyard.tenant.workload;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.SingleFlight;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer, kept until newer ones are read. Whatever tokens come, they are read once
 * in ten seconds, after a pause up to three times in a row, and all who ask meanwhile share the
 * latest reading; while the issuer is out of reach, those that are known go on to serve.
 */
final class IssuerKeys {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** An issuer may begin to use a new key right after the former ones were read. */
    private static final int IN_A_ROW = 3;

    private final WorkloadIssuer issuer;
    private final Supplier<Uni<IssuerKeySet>> source;
    private final Duration pause;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile IssuerKeySet known = IssuerKeySet.NONE;
    private @Nullable SingleFlight<IssuerKeySet> latest;
    private boolean reading;
    private long begun;

    /** How much of the pauses that were made is not used up yet. */
    private long savedNanos;

    IssuerKeys(WorkloadIssuer issuer, KeyDiscovery discovery) {
        this(issuer, () -> discovery.load(issuer), PAUSE);
    }

    /**
     * With a source of its own.
     *
     * @param source begins one reading
     * @param pause from the beginning of one to that of the next
     */
    IssuerKeys(WorkloadIssuer issuer, Supplier<Uni<IssuerKeySet>> source, Duration pause) {
        this.issuer = issuer;
        this.source = source;
        this.pause = pause;
    }

    WorkloadIssuer issuer() {
        return issuer;
    }

    /** Whether any token was to be verified by them so far. */
    boolean areInUse() {
        return !known.isEmpty();
    }

    /** Those known, or the first to be read; fails with {@code unavailable}. */
    Uni<IssuerKeySet> known() {
        IssuerKeySet now = known;
        return now.isEmpty() ? latest() : Uni.createFrom().item(now);
    }

    /** Those of the latest reading, which begins now unless there was one a moment ago. */
    synchronized Uni<IssuerKeySet> latest() {
        if (latest == null || sinceBegun() >= pause.toNanos()) {
            begin();
        }
        return shared();
    }

    /**
     * Those that may have a key which the ones known lack: of a reading that begins now, as long as
     * that does not happen too often. The one that is under way will do.
     */
    synchronized Uni<IssuerKeySet> newer() {
        if (latest == null || (!reading && saved() >= pause.toNanos())) {
            begin();
        }
        return shared();
    }

    private long sinceBegun() {
        return System.nanoTime() - begun;
    }

    private long saved() {
        long most = IN_A_ROW * pause.toNanos();
        return latest == null ? most : Math.min(most, savedNanos + sinceBegun());
    }

    private void begin() {
        savedNanos = saved() - pause.toNanos();
        begun = System.nanoTime();
        reading = true;
        SingleFlight<IssuerKeySet> next = new SingleFlight<>();
        latest = next;
        next.run(
                Uni.createFrom()
                        .deferred(() -> source.get())
                        .onTermination()
                        .invoke(this::ended)
                        .invoke(this::keep)
                        .onFailure()
                        .invoke(this::tell));
    }

    private synchronized void ended() {
        reading = false;
    }

    private Uni<IssuerKeySet> shared() {
        return Objects.requireNonNull(latest, "one has begun")
                .result()
                .onFailure()
                .recoverWithUni(failure -> former());
    }

    private void keep(IssuerKeySet read) {
        known = read;
        if (failing.compareAndSet(true, false)) {
            LOG.infof("The keys of %s are read again", issuer.url());
        }
    }

    /** Once in an outage. */
    private void tell(Throwable failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warnf("The keys of %s cannot be read: %s", issuer.url(), failure.getMessage());
        }
    }

    private Uni<IssuerKeySet> former() {
        IssuerKeySet now = known;
        return now.isEmpty() ? Uni.createFrom().failure(unreachable()) : Uni.createFrom().item(now);
    }

    private ProblemException unreachable() {
        return ProblemException.of(
                ProblemCode.UNAVAILABLE,
                "The keys of the workload token's issuer cannot be read just now. Lanyard keeps"
                        + " trying; ask again later.",
                pause);
    }
}
