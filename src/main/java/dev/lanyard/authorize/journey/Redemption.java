package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.Verdict;
import dev.lanyard.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * One presentation: "sent" is recorded, the code goes out, and what came of it is settled. Whoever
 * comes second finds it taken and presents nothing.
 */
@ApplicationScoped
public class Redemption {
    private final Provisions provisions;
    private final Presentation presentation;
    private final Taking taking;
    private final Settlement settlement;
    private final Revocation revocation;
    private final Funnel funnel;

    Redemption(
            Provisions provisions,
            Presentation presentation,
            Taking taking,
            Settlement settlement,
            Revocation revocation,
            Funnel funnel) {
        this.provisions = provisions;
        this.presentation = presentation;
        this.taking = taking;
        this.settlement = settlement;
        this.revocation = revocation;
        this.funnel = funnel;
    }

    /** Redeems the response of a request that was not redeemed when it was read. */
    public Uni<Void> redeem(AuthorizationRequest request, AuthorizationResponse response) {
        return provisions
                .of(request)
                .map(ready -> Attempt.of(request, ready))
                .chain(attempt -> redeem(attempt, response));
    }

    private Uni<Void> redeem(Attempt attempt, AuthorizationResponse response) {
        Optional<SessionError> refusal =
                attempt.client().profile().active()
                        ? response.error()
                        : Optional.of(Keeping.DISABLED);
        return taking.take(attempt.request(), refusal.isEmpty())
                .chain(
                        taken ->
                                taken
                                        ? verdict(attempt, response, refusal)
                                                .chain(verdict -> settle(attempt, verdict, false))
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Verdict> verdict(
            Attempt attempt, AuthorizationResponse response, Optional<SessionError> refusal) {
        if (refusal.isPresent()) {
            return Uni.createFrom().item(new Verdict.Refused(refusal.get(), Optional.empty()));
        }
        funnel.count(attempt.client().provider().name(), Funnel.Step.AUTHORIZED);
        return presentation.exchange(attempt, response.code().orElseThrow());
    }

    /** Settles what was learnt of tokens that wait: of no effect once they wait no more. */
    Uni<Void> settleWaiting(Attempt attempt, Verdict verdict) {
        return settle(attempt, verdict, true);
    }

    /**
     * Settles what an attempt came to, and gives back what is not needed. Tokens in hand are not
     * dropped for a database that is away for a moment.
     */
    private Uni<Void> settle(Attempt attempt, Verdict verdict, boolean waited) {
        return settlement
                .settle(attempt, verdict, waited)
                .onFailure(Outage::mayPass)
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofSeconds(1))
                .expireIn(20_000)
                .onFailure(IllegalStateException.class) // Mutiny's "Retries exhausted"
                .transform(Outage::cause)
                .onFailure(Problem.class)
                .recoverWithItem(() -> Unused.of(verdict))
                .chain(unused -> revocation.revoke(attempt.client(), unused));
    }
}
