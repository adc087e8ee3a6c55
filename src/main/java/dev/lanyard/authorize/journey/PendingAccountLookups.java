package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import dev.lanyard.vault.DecryptionFailedException;
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
class PendingAccountLookups {
    private static final Logger LOG = Logger.getLogger(PendingAccountLookups.class);

    private final RecurringTask asking = new RecurringTask(LOG, "Asking whose waiting tokens are");
    private final WaitingGrants waiting;
    private final AuthorizationRequests requests;
    private final SessionClients sessionClients;
    private final CodeExchange exchange;
    private final CodeRedemption redemption;

    PendingAccountLookups(
            WaitingGrants waiting,
            AuthorizationRequests requests,
            SessionClients sessionClients,
            CodeExchange exchange,
            CodeRedemption redemption) {
        this.waiting = waiting;
        this.requests = requests;
        this.sessionClients = sessionClients;
        this.exchange = exchange;
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
                .chain(context -> ask(context, grant))
                .onFailure(
                        failure ->
                                failure instanceof ProblemException
                                        || failure instanceof DecryptionFailedException)
                .invoke(failure -> log(grant, failure))
                .onFailure(
                        failure ->
                                failure instanceof ProblemException
                                        || failure instanceof DecryptionFailedException)
                .recoverWithNull();
    }

    /** That its provider left the catalogue is told once, and not here. */
    private static void log(Waiting grant, Throwable failure) {
        boolean told =
                failure instanceof ProblemException problem
                        && problem.code() == ProblemCode.PROVIDER_UNAVAILABLE;
        if (!told) {
            LOG.warnf("%s: %s", grant.sessionId(), failure.getMessage());
        }
    }

    private Uni<CodeExchangeContext> attempt(AuthorizationRequest request) {
        return sessionClients.of(request).map(ready -> CodeExchangeContext.of(request, ready));
    }

    private Uni<Void> ask(CodeExchangeContext context, Waiting grant) {
        return exchange.identify(context, grant.open(context.key()).tokens())
                .chain(decision -> apply(context, decision));
    }

    private Uni<Void> apply(CodeExchangeContext context, GrantDecision decision) {
        boolean unknown =
                decision instanceof GrantDecision.Granted grant && grant.account().isEmpty();
        return unknown ? Uni.createFrom().voidItem() : redemption.settleWaiting(context, decision);
    }
}
