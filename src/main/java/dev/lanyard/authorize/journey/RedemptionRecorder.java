package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.authorize.session.RequestedSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.provider.Account;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Writes what became of a request: the grant, the session and the event in one transaction, under
 * the session's lock. Repeating it changes nothing.
 */
@ApplicationScoped
class RedemptionRecorder {
    private final Pool pool;
    private final RequestedSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final GrantStorage storage;

    RedemptionRecorder(
            Pool pool,
            RequestedSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            GrantStorage storage) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.storage = storage;
    }

    /**
     * Settles.
     *
     * @param waited the verdict is on tokens that waited for it: void unless they still do
     * @return the tokens that nobody needs; fails with {@code not_found} when the session was
     *     deleted
     */
    Uni<UnusedTokens> settle(CodeExchangeContext context, GrantDecision decision, boolean waited) {
        List<TimelineStep> steps = waited ? List.of() : steps(decision);
        return pool.withTransaction(
                transaction ->
                        sessions.settling(transaction, context.request(), account(decision), steps)
                                .map(found -> new RedemptionContext(transaction, found, context))
                                .chain(settling -> settle(settling, decision, waited)));
    }

    /** Who connected was asked where there are tokens to ask with. */
    private static List<TimelineStep> steps(GrantDecision decision) {
        return decision instanceof GrantDecision.NotGranted refused && refused.tokens().isEmpty()
                ? List.of()
                : List.of(CodeExchange.identified(decision));
    }

    private static Optional<String> account(GrantDecision decision) {
        return decision instanceof GrantDecision.Granted grant
                ? grant.account().map(Account::id)
                : Optional.empty();
    }

    private Uni<UnusedTokens> settle(
            RedemptionContext settling, GrantDecision decision, boolean waited) {
        if (settling.isDone()) {
            return Uni.createFrom().item(UnusedTokens.none());
        }
        if (waited && !settling.waits()) {
            return lost(settling, decision);
        }
        if (decision instanceof GrantDecision.NotGranted refused) {
            return refuse(
                    settling, refused.error(), UnusedTokens.of(refused.tokens()), Optional.empty());
        }
        GrantDecision.Granted grant = (GrantDecision.Granted) decision;
        return settling.mayStore()
                ? storage.store(settling, grant).chain(kept -> ended(settling, grant, kept))
                : lost(settling, grant);
    }

    private Uni<UnusedTokens> ended(
            RedemptionContext settling,
            GrantDecision.Granted grant,
            GrantStorage.StorageResult kept) {
        Optional<String> account = grant.account().map(Account::told);
        if (kept instanceof GrantStorage.NotStored no) {
            UnusedTokens unused = UnusedTokens.of(Optional.of(grant.tokens()));
            return refuse(settling, no.error(), unused, account);
        }
        return kept instanceof GrantStorage.Awaiting
                ? end(settling, Optional.empty(), account).replaceWith(UnusedTokens.none())
                : Uni.createFrom().item(UnusedTokens.none());
    }

    /**
     * Too late: the session is spent, cancelled, was tried again after an interruption, or the
     * tokens wait no more.
     */
    private Uni<UnusedTokens> lost(RedemptionContext settling, GrantDecision decision) {
        UnusedTokens unused = UnusedTokens.of(decision);
        return settling.request().ended()
                ? Uni.createFrom().item(unused)
                : end(settling, Optional.empty(), Optional.empty()).replaceWith(unused);
    }

    private Uni<UnusedTokens> refuse(
            RedemptionContext settling,
            SessionError error,
            UnusedTokens unused,
            Optional<String> account) {
        if (settling.request().ended()) {
            return cameBack(settling, account).replaceWith(unused);
        }
        Uni<UnusedTokens> session =
                settling.counts()
                        ? changes.fail(settling.transaction(), settling.session(), error)
                                .map(left -> unused.and(opened(settling, left)))
                        : Uni.createFrom().item(unused);
        return session.call(() -> end(settling, Optional.of(error), account));
    }

    private Uni<Void> cameBack(RedemptionContext settling, Optional<String> account) {
        return account.isEmpty()
                ? Uni.createFrom().voidItem()
                : requests.cameBack(settling.transaction(), settling.request(), account.get());
    }

    private static Optional<TokenSet> opened(
            RedemptionContext settling, Optional<WaitingGrants.Waiting> left) {
        return left.map(waiting -> waiting.open(settling.attempt().key()).tokens());
    }

    private Uni<Void> end(
            RedemptionContext settling, Optional<SessionError> error, Optional<String> account) {
        return requests.end(settling.transaction(), settling.request(), error, account);
    }
}
