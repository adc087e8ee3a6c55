package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.connection.pace.ProfilePaces;
import dev.lanyard.connection.pace.RateLimits;
import dev.lanyard.runtime.Jitter;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Carries out what an answer means: new tokens are stored until the database takes them, a failure
 * becomes its verdict.
 */
@ApplicationScoped
class Aftermath {
    private static final Logger LOG = Logger.getLogger(Aftermath.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration ONE_TRY = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Answers answers;
    private final Failures failures;
    private final ProfilePaces paces;
    private final RateLimits limits;
    private final TokenEndpoint endpoint;
    private final RefreshMeters meters;

    Aftermath(
            Answers answers,
            Failures failures,
            ProfilePaces paces,
            RateLimits limits,
            TokenEndpoint endpoint,
            RefreshMeters meters) {
        this.answers = answers;
        this.failures = failures;
        this.paces = paces;
        this.limits = limits;
        this.endpoint = endpoint;
        this.meters = meters;
    }

    /**
     * How it goes on.
     *
     * @param again try again in the same breath, after this pause
     * @param raised by how much the version is to be higher then
     */
    record Next(Attempt attempt, Optional<Duration> again, int raised) {
        static Next of(Attempt attempt) {
            return new Next(attempt, Optional.empty(), 0);
        }

        static Next elsewhere() {
            return of(new Attempt.Elsewhere());
        }

        static Next refreshed() {
            return of(new Attempt.Refreshed());
        }

        static Next over() {
            return of(new Attempt.Over());
        }

        static Next withSpare() {
            return new Next(new Attempt.Elsewhere(), Optional.of(Duration.ZERO), 1);
        }

        static Next after(Duration wait) {
            return new Next(
                    new Attempt.Blocked(wait),
                    wait.compareTo(AT_ONCE) < 0 ? Optional.of(wait) : Optional.empty(),
                    0);
        }
    }

    /** Stores new tokens; tries until the database takes them or the process ends (rule 11). */
    Uni<Next> keep(Presentation presented, TokenSet tokens) {
        SealedTokens sealed =
                SealedTokens.seal(
                        presented.key(), presented.connection().id(), tokens, presented.provider());
        return Uni.createFrom()
                .deferred(() -> store(presented, sealed, tokens))
                .onFailure()
                .invoke(failure -> waits(presented, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    /** One try; a database that does not answer counts as one that failed. */
    private Uni<Next> store(Presentation presented, SealedTokens sealed, TokenSet tokens) {
        return answers.store(presented, sealed)
                .chain(stored -> stored ? done() : settle(presented, sealed, tokens))
                .ifNoItem()
                .after(ONE_TRY)
                .fail();
    }

    private static void waits(Presentation presented, Throwable failure) {
        LOG.warnf("Tokens of %s wait to be stored: %s", presented.connection().id(), failure);
    }

    private static Uni<Next> done() {
        return Uni.createFrom().item(Next.refreshed());
    }

    /**
     * The version had moved on: by our own first try, by another answer of the same version, or by
     * the user (rules 12, 13). Only what the user replaced, or erased, is revoked.
     */
    private Uni<Next> settle(Presentation presented, SealedTokens sealed, TokenSet tokens) {
        return answers.standing(presented, sealed)
                .chain(standing -> settle(standing, presented, sealed, tokens));
    }

    private Uni<Next> settle(
            Answers.Standing standing,
            Presentation presented,
            SealedTokens sealed,
            TokenSet tokens) {
        if (standing == Answers.Standing.REPLACED) {
            return revoke(presented, tokens);
        }
        return standing == Answers.Standing.STORED || sealed.refreshToken() == null
                ? done()
                : answers.keepSpare(presented, sealed).replaceWith(Next.refreshed());
    }

    private Uni<Next> revoke(Presentation presented, TokenSet tokens) {
        return presented
                .provider()
                .revocationEndpoint()
                .map(
                        uri ->
                                endpoint.revoke(
                                        uri,
                                        presented.client().credentials(),
                                        tokens.refreshToken().orElse(tokens.accessToken())))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .replaceWith(Next.refreshed());
    }

    /** Records a failure by its verdict. */
    Uni<Next> record(Presentation presented, Lease lease, TokenAnswer answer) {
        boolean withProof = presented.snapshot().suspect();
        Verdict verdict = Judge.judge(answer, lease, presented.provider(), withProof);
        LOG.logf(
                lease.attempts() == 0 ? Level.INFO : Level.DEBUG,
                "Refresh of %s: %s",
                lease.connection().id(),
                verdict.outcome());
        return carryOut(verdict, presented, lease)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(5);
    }

    private Uni<Next> carryOut(Verdict verdict, Presentation presented, Lease lease) {
        boolean suspect = presented.snapshot().suspect();
        if (verdict instanceof Verdict.Retry retry) {
            return failures.record(lease, Failure.retry(retry, suspect))
                    .replaceWith(Next.after(retry.delay()));
        }
        if (verdict instanceof Verdict.Pause pause) {
            return limits.limited(presented.client(), pause.retryAfter(), lease.age())
                    .chain(wait -> pause(pause, lease, wait, suspect));
        }
        if (verdict instanceof Verdict.Suspect refused) {
            return paces.coolDown(presented.client())
                    .chain(wait -> failures.record(lease, Failure.suspect(refused, wait)))
                    .replaceWith(Next.elsewhere());
        }
        if (verdict instanceof Verdict.UseSpare spare) {
            return failures.promoteSpare(lease, spare).replaceWith(Next.withSpare());
        }
        return bury((Verdict.Dead) verdict, presented, lease);
    }

    private Uni<Next> bury(Verdict.Dead dead, Presentation presented, Lease lease) {
        return failures.record(lease, Failure.dead(dead))
                .invoke(recorded -> tell(recorded, presented, dead))
                .replaceWith(Next.over());
    }

    /** Those that were told 429 together do not come back together. */
    private Uni<Next> pause(Verdict.Pause verdict, Lease lease, Duration wait, boolean suspect) {
        Duration again = lease.againAfter(wait).plus(Jitter.upTo(wait.dividedBy(10), AT_MOST));
        return failures.record(lease, Failure.pause(verdict, again, suspect))
                .replaceWith(Next.after(again.plus(AT_ONCE)));
    }

    private void tell(boolean recorded, Presentation presented, Verdict.Dead dead) {
        if (recorded) {
            meters.died(presented.provider(), dead.reason());
            LOG.warnf(
                    "Connection %s must be reconnected: %s. %s",
                    presented.connection().id(), dead.reason(), dead.detail());
        }
    }
}
