package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.Verdict;
import dev.lanyard.problem.Problem;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.Recurring;
import dev.lanyard.vault.CannotOpen;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Asks again whose the tokens are that wait with a reconnecting session, with growing pauses until
 * the session's time is up.
 */
@ApplicationScoped
class AccountQuestions {
    private static final Logger LOG = Logger.getLogger(AccountQuestions.class);

    private final Recurring asking = new Recurring(LOG, "Asking whose waiting tokens are");
    private final WaitingGrants waiting;
    private final AuthorizationRequests requests;
    private final Provisions provisions;
    private final Presentation presentation;
    private final Redemption redemption;

    AccountQuestions(
            WaitingGrants waiting,
            AuthorizationRequests requests,
            Provisions provisions,
            Presentation presentation,
            Redemption redemption) {
        this.waiting = waiting;
        this.requests = requests;
        this.provisions = provisions;
        this.presentation = presentation;
        this.redemption = redemption;
    }

    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> askAgain() {
        return asking.run(
                waiting.due()
                        .onItem()
                        .transformToMulti(due -> Multi.createFrom().iterable(due))
                        .onItem()
                        .transformToUniAndConcatenate(this::ask)
                        .toUni());
    }

    private Uni<Void> ask(Waiting grant) {
        return requests.get(grant.tenantId(), grant.requestId())
                .chain(this::attempt)
                .chain(attempt -> ask(attempt, grant))
                .onFailure(failure -> failure instanceof Problem || failure instanceof CannotOpen)
                .invoke(failure -> LOG.warnf("%s: %s", grant.sessionId(), failure.getMessage()))
                .onFailure(failure -> failure instanceof Problem || failure instanceof CannotOpen)
                .recoverWithNull();
    }

    private Uni<Attempt> attempt(AuthorizationRequest request) {
        return provisions.of(request).map(ready -> Attempt.of(request, ready));
    }

    private Uni<Void> ask(Attempt attempt, Waiting grant) {
        return presentation
                .identify(attempt.client(), grant.open(attempt.key()).tokens())
                .chain(verdict -> answered(attempt, verdict));
    }

    private Uni<Void> answered(Attempt attempt, Verdict verdict) {
        boolean unknown = verdict instanceof Verdict.Granted grant && grant.account().isEmpty();
        return unknown ? Uni.createFrom().voidItem() : redemption.settleWaiting(attempt, verdict);
    }
}
