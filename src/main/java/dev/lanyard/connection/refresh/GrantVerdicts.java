package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.connection.pace.GrantRefusals;
import dev.lanyard.connection.pace.RefreshBackoff;
import dev.lanyard.connection.refresh.RefreshDecision.Suspect;
import dev.lanyard.connection.refresh.RefreshResults.FollowUp;
import dev.lanyard.token.TokenResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/**
 * Calls a grant dead, unless its refusal is one of a burst: then the verdict is held until a
 * sibling succeeds or ten minutes have passed, and the grant presented once more (rule 18).
 */
@ApplicationScoped
class GrantVerdicts {
    private static final Logger LOG = Logger.getLogger(GrantVerdicts.class);
    private static final Duration POLL = Duration.ofMillis(250);

    /** The verdict is to be recorded before the lease ends. */
    private static final Duration LONGEST = Duration.ofSeconds(16);

    private final Leases leases;
    private final RefreshFailures failures;
    private final GrantRefusals refusals;
    private final CoolDowns coolDowns;
    private final RefreshMeters meters;

    GrantVerdicts(
            Leases leases,
            RefreshFailures failures,
            GrantRefusals refusals,
            CoolDowns coolDowns,
            RefreshMeters meters) {
        this.leases = leases;
        this.failures = failures;
        this.refusals = refusals;
        this.coolDowns = coolDowns;
        this.meters = meters;
    }

    /** Records the verdict that a response gave reason for. */
    Uni<FollowUp> pronounce(
            RefreshDecision.Dead dead,
            TokenResponse response,
            RefreshRequest presented,
            Lease lease) {
        if (response instanceof TokenResponse.Refused refused && refused.ofClient()) {
            return refusedWithProof(dead, presented, lease);
        }
        return isFirst(response, presented, lease)
                ? weigh(dead, presented, lease)
                : bury(dead, presented, lease);
    }

    /**
     * Withdraws a proof of just now, whatever a response means for its own grant: a provider that
     * locks out may have done so for what it refused, and for what it left unanswered (rule 19).
     */
    Uni<Void> doubtProof(
            RefreshDecision decision, TokenResponse response, RefreshRequest presented) {
        return mayLockOut(response) && !beginsCoolDown(decision, response, presented)
                ? coolDowns.withdrawProof(presented.client())
                : Uni.createFrom().voidItem();
    }

    static boolean mayLockOut(TokenResponse response) {
        return response instanceof TokenResponse.Ambiguous
                || (response instanceof TokenResponse.Refused refused
                        && (refused.ofGrant() || refused.ofClient()));
    }

    private static boolean beginsCoolDown(
            RefreshDecision decision, TokenResponse response, RefreshRequest presented) {
        boolean counts =
                decision instanceof RefreshDecision.Suspect
                        || decision instanceof RefreshDecision.Dead;
        return counts
                && response instanceof TokenResponse.Refused refused
                && refused.ofClient()
                && !presented.snapshot().dead();
    }

    /** Rule 19: its death, unless another was refused as a client meanwhile. */
    private Uni<FollowUp> refusedWithProof(
            RefreshDecision.Dead dead, RefreshRequest presented, Lease lease) {
        boolean locksOut = !CoolDowns.length(presented.provider()).isZero();
        Uni<Boolean> settled =
                locksOut
                        ? siblingsSettle(presented, lease, System.nanoTime())
                        : Uni.createFrom().item(true);
        return settled.chain(
                known ->
                        coolDowns
                                .beginAgain(
                                        presented.client(), lease.connection().id(), lease.age())
                                .chain(
                                        shared ->
                                                shared || !known
                                                        ? suspect(
                                                                Suspect.of(dead), presented, lease)
                                                        : bury(dead, presented, lease)));
    }

    /**
     * Waits for what was under way when this was refused, as that may have been refused before it,
     * and be the reason.
     *
     * @return false: of some of it nobody knows what came, or will not while the lease lasts
     */
    private Uni<Boolean> siblingsSettle(RefreshRequest presented, Lease lease, long refusedAt) {
        Duration ago = Duration.ofNanos(System.nanoTime() - refusedAt);
        return leases.siblings(presented.snapshot(), ago)
                .chain(
                        siblings ->
                                siblings == Leases.Siblings.UNDER_WAY
                                                && lease.age().compareTo(LONGEST) < 0
                                        ? later(presented, lease, refusedAt)
                                        : Uni.createFrom()
                                                .item(siblings == Leases.Siblings.SETTLED));
    }

    private Uni<Boolean> later(RefreshRequest presented, Lease lease, long refusedAt) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(POLL)
                .chain(() -> siblingsSettle(presented, lease, refusedAt));
    }

    /** Waits for proof that the client works (rule 19). */
    Uni<FollowUp> suspect(Suspect refused, RefreshRequest presented, Lease lease) {
        return coolDowns
                .begin(presented.client())
                .chain(wait -> failures.record(lease, RefreshFailure.suspect(refused, wait)))
                .replaceWith(FollowUp.elsewhere());
    }

    /** Refused by the grant's word, and not presented for the verdict's sake. */
    private static boolean isFirst(TokenResponse response, RefreshRequest presented, Lease lease) {
        return response instanceof TokenResponse.Refused refused
                && refused.ofGrant()
                && !lease.outstanding()
                && !presented.snapshot().held();
    }

    /** Those of the same burst that were called dead by then are held, too. */
    private Uni<FollowUp> weigh(RefreshDecision.Dead dead, RefreshRequest presented, Lease lease) {
        return refusals.count(presented.client(), presented.connection().id())
                .chain(
                        burst ->
                                burst.isPresent()
                                        ? hold(dead, lease, burst.get())
                                        : bury(dead, presented, lease))
                .call(() -> failures.holdBurst(presented));
    }

    private Uni<FollowUp> hold(RefreshDecision.Dead dead, Lease lease, OffsetDateTime since) {
        return failures.record(lease, RefreshFailure.held(dead, since))
                .replaceWith(FollowUp.after(RefreshBackoff.HELD));
    }

    private Uni<FollowUp> bury(RefreshDecision.Dead dead, RefreshRequest presented, Lease lease) {
        return failures.record(lease, RefreshFailure.dead(dead))
                .invoke(recorded -> log(recorded, presented, dead, lease))
                .replaceWith(FollowUp.over());
    }

    private void log(
            boolean recorded, RefreshRequest presented, RefreshDecision.Dead dead, Lease lease) {
        if (recorded) {
            meters.died(presented.provider(), dead.reason(), lease);
            LOG.warnf(
                    "Connection %s must be reconnected: %s. %s",
                    presented.connection().id(), dead.reason(), dead.detail());
        }
    }
}
