package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.RateLimits;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.connection.revocation.RevocationQueue;
import dev.lanyard.runtime.Jitter;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Applies a refresh's result: stores new tokens, retrying until the database accepts them, or
 * records the failure.
 */
@ApplicationScoped
class RefreshResults {
    private static final Logger LOG = Logger.getLogger(RefreshResults.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration ONE_TRY = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final TokenSets tokenSets;
    private final RefreshFailures failures;
    private final GrantVerdicts verdicts;
    private final RateLimits limits;
    private final RevocationQueue revocations;

    RefreshResults(
            TokenSets tokenSets,
            RefreshFailures failures,
            GrantVerdicts verdicts,
            RateLimits limits,
            RevocationQueue revocations) {
        this.tokenSets = tokenSets;
        this.failures = failures;
        this.verdicts = verdicts;
        this.limits = limits;
        this.revocations = revocations;
    }

    /**
     * The next step after a try.
     *
     * @param again try again in the same breath, after this pause
     * @param raised by how much the version is to be higher then
     */
    record FollowUp(RefreshOutcome attempt, Optional<Duration> again, int raised) {
        static FollowUp of(RefreshOutcome attempt) {
            return new FollowUp(attempt, Optional.empty(), 0);
        }

        static FollowUp elsewhere() {
            return of(new RefreshOutcome.NotNow());
        }

        static FollowUp refreshed() {
            return of(new RefreshOutcome.Refreshed());
        }

        static FollowUp refreshed(RefreshOutcome.StoredTokens stored) {
            return of(new RefreshOutcome.Refreshed(Optional.of(stored)));
        }

        static FollowUp over() {
            return of(new RefreshOutcome.Ended());
        }

        static FollowUp withSpare() {
            return new FollowUp(new RefreshOutcome.NotNow(), Optional.of(Duration.ZERO), 1);
        }

        static FollowUp after(Duration wait) {
            return new FollowUp(
                    new RefreshOutcome.Blocked(wait, false),
                    wait.compareTo(AT_ONCE) < 0 ? Optional.of(wait) : Optional.empty(),
                    0);
        }
    }

    /**
     * Stores new tokens; tries until the database takes them or the process ends (rule 11).
     *
     * @param place under which they were asked for: left by the statement that stores them
     */
    Uni<FollowUp> succeeded(RefreshRequest presented, TokenSet tokens, Slot place) {
        SealedTokens sealed =
                SealedTokens.seal(
                        presented.key(), presented.connection().id(), tokens, presented.provider());
        return Uni.createFrom()
                .deferred(() -> store(presented, sealed, tokens, place))
                .onFailure()
                .invoke(failure -> waits(presented, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    /** One try; a database that does not answer counts as one that failed. */
    private Uni<FollowUp> store(
            RefreshRequest presented, SealedTokens sealed, TokenSet tokens, Slot place) {
        return tokenSets
                .store(presented, sealed, place)
                .chain(
                        stored ->
                                stored.isPresent()
                                        ? Uni.createFrom().item(FollowUp.refreshed(stored.get()))
                                        : settle(presented, sealed, tokens))
                .ifNoItem()
                .after(ONE_TRY)
                .fail();
    }

    private static void waits(RefreshRequest presented, Throwable failure) {
        LOG.warnf("Tokens of %s wait to be stored: %s", presented.connection().id(), failure);
    }

    private static Uni<FollowUp> done() {
        return Uni.createFrom().item(FollowUp.refreshed());
    }

    /**
     * The version had moved on: by our own first try, by another response of the same version, or
     * by the user (rules 12, 13). Only what the user replaced, or erased, is revoked.
     */
    private Uni<FollowUp> settle(RefreshRequest presented, SealedTokens sealed, TokenSet tokens) {
        return tokenSets
                .standing(presented, sealed)
                .chain(standing -> settle(standing, presented, sealed, tokens));
    }

    private Uni<FollowUp> settle(
            TokenSets.Standing standing,
            RefreshRequest presented,
            SealedTokens sealed,
            TokenSet tokens) {
        if (standing == TokenSets.Standing.REPLACED) {
            return revoke(presented, tokens);
        }
        return standing == TokenSets.Standing.STORED || sealed.refreshToken() == null
                ? done()
                : tokenSets.keepSpare(presented, sealed).replaceWith(FollowUp.refreshed());
    }

    private Uni<FollowUp> revoke(RefreshRequest presented, TokenSet tokens) {
        return tokenSets
                .account(presented)
                .chain(account -> revocations.add(presented.client(), account, tokens))
                .replaceWith(FollowUp.refreshed());
    }

    /** Records a failure by its verdict. */
    Uni<FollowUp> failed(RefreshRequest presented, Lease lease, TokenResponse response) {
        RefreshDecision decision =
                FailureClassifier.classify(
                        response, lease, presented.provider(), lease.withProof());
        LOG.logf(
                lease.attempts() == 0 ? Level.INFO : Level.DEBUG,
                "Refresh of %s: %s",
                lease.connection().id(),
                decision.outcome());
        return verdicts.doubtProof(decision, response, presented)
                .chain(() -> record(decision, presented, lease, response))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(5);
    }

    private Uni<FollowUp> record(
            RefreshDecision decision,
            RefreshRequest presented,
            Lease lease,
            TokenResponse response) {
        return presented.snapshot().dead()
                ? failures.record(lease, RefreshFailure.stillDead(decision))
                        .replaceWith(FollowUp.over())
                : carryOut(decision, presented, lease, response);
    }

    private Uni<FollowUp> carryOut(
            RefreshDecision decision,
            RefreshRequest presented,
            Lease lease,
            TokenResponse response) {
        boolean suspect = presented.snapshot().suspect();
        if (decision instanceof RefreshDecision.Retry retry) {
            return failures.record(lease, RefreshFailure.retry(retry, suspect))
                    .replaceWith(FollowUp.after(retry.delay()));
        }
        if (decision instanceof RefreshDecision.Pause pause) {
            return limits.limited(presented.client(), pause.retryAfter(), lease.age())
                    .chain(wait -> pause(pause, lease, wait, suspect));
        }
        if (decision instanceof RefreshDecision.Suspect refused) {
            return verdicts.suspect(refused, presented, lease);
        }
        if (decision instanceof RefreshDecision.UseSpare spare) {
            return failures.promoteSpare(lease, spare).replaceWith(FollowUp.withSpare());
        }
        return verdicts.pronounce((RefreshDecision.Dead) decision, response, presented, lease);
    }

    /** Those that were told 429 together do not come back together. */
    private Uni<FollowUp> pause(
            RefreshDecision.Pause decision, Lease lease, Duration wait, boolean suspect) {
        Duration again = lease.againAfter(wait).plus(Jitter.upTo(wait.dividedBy(10), AT_MOST));
        return failures.record(lease, RefreshFailure.pause(decision, again, suspect))
                .replaceWith(FollowUp.after(again.plus(AT_ONCE)));
    }
}
