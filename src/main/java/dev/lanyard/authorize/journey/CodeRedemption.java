package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationResponse;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.authorize.session.RequestedSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Account;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * One presentation: "sent" is recorded, the code goes out, and what came of it is settled. Whoever
 * comes second finds it taken and presents nothing.
 */
@ApplicationScoped
public class CodeRedemption {
    private final SessionClients sessionClients;
    private final CodeExchange exchange;
    private final ResponseClaim claim;
    private final RedemptionRecorder recorder;
    private final GrantRevocation revocation;
    private final SessionMeters meters;

    CodeRedemption(
            SessionClients sessionClients,
            CodeExchange exchange,
            ResponseClaim claim,
            RedemptionRecorder recorder,
            GrantRevocation revocation,
            SessionMeters meters) {
        this.sessionClients = sessionClients;
        this.exchange = exchange;
        this.claim = claim;
        this.recorder = recorder;
        this.revocation = revocation;
        this.meters = meters;
    }

    /** Redeems the response of a request that was not redeemed when it was read. */
    public Uni<Void> redeem(RequestedSession requested, AuthorizationResponse response) {
        return sessionClients
                .of(requested.session())
                .map(ready -> CodeExchangeContext.of(requested.request(), ready))
                .chain(context -> redeem(context, response));
    }

    private Uni<Void> redeem(CodeExchangeContext context, AuthorizationResponse response) {
        Optional<SessionError> refusal =
                context.client().profile().active()
                        ? response.error()
                        : Optional.of(GrantStorage.DISABLED);
        return claim.claim(
                        new ResponseClaim.BroughtResponse(
                                context.request(), refusal.isEmpty(), returned(response)))
                .chain(
                        taken ->
                                taken
                                        ? verdict(context, response, refusal)
                                                .chain(decision -> settle(context, decision, false))
                                        : Uni.createFrom().voidItem());
    }

    private static TimelineStep returned(AuthorizationResponse response) {
        return response.error()
                .map(error -> TimelineStep.failed(JourneyStep.RETURNED, error.told()))
                .orElse(TimelineStep.succeeded(JourneyStep.RETURNED, "With a code."));
    }

    private Uni<GrantDecision> verdict(
            CodeExchangeContext context,
            AuthorizationResponse response,
            Optional<SessionError> refusal) {
        if (refusal.isPresent()) {
            return Uni.createFrom()
                    .item(new GrantDecision.NotGranted(refusal.get(), Optional.empty()));
        }
        meters.count(context.client().provider().name(), SessionMeters.FunnelStep.AUTHORIZED);
        return exchange.exchange(context, response.code().orElseThrow());
    }

    /** Settles what was learnt of tokens that wait: of no effect once they wait no more. */
    Uni<Void> settleWaiting(CodeExchangeContext context, GrantDecision decision) {
        return settle(context, decision, true);
    }

    /**
     * Settles what an attempt came to, and gives back what is not needed. Tokens in hand are not
     * dropped for a database that is away for a moment.
     */
    private Uni<Void> settle(CodeExchangeContext context, GrantDecision decision, boolean waited) {
        return recorder.settle(context, decision, waited)
                .onFailure(PassingFailures::mayPass)
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofSeconds(1))
                .expireIn(20_000)
                .onFailure(IllegalStateException.class) // Mutiny's "Retries exhausted"
                .transform(PassingFailures::cause)
                .onFailure(ProblemException.class)
                .recoverWithItem(() -> UnusedTokens.of(decision))
                .chain(unused -> revocation.revoke(context.client(), unused, account(decision)));
    }

    private static Optional<String> account(GrantDecision decision) {
        return decision instanceof GrantDecision.Granted grant
                ? grant.account().map(Account::id)
                : ((GrantDecision.NotGranted) decision).accountId();
    }
}
