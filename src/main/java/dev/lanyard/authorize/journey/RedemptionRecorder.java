package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Writes what became of a request: the grant, the session and the event in one transaction, under
 * the session's lock. Repeating it changes nothing.
 */
@ApplicationScoped
class RedemptionRecorder {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final WaitingGrants waiting;
    private final GrantStorage storage;

    RedemptionRecorder(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            WaitingGrants waiting,
            GrantStorage storage) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.waiting = waiting;
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
        return pool.withTransaction(
                transaction ->
                        locked(transaction, context)
                                .chain(settling -> settle(settling, decision, waited)));
    }

    private Uni<RedemptionContext> locked(SqlClient transaction, CodeExchangeContext context) {
        AuthorizationRequest begun = context.request();
        return sessions.lock(transaction, begun.tenantId(), begun.sessionId())
                .chain(session -> read(transaction, session, context));
    }

    private Uni<RedemptionContext> read(
            SqlClient transaction, ConnectSession session, CodeExchangeContext context) {
        AuthorizationRequest begun = context.request();
        return Uni.combine()
                .all()
                .unis(
                        requests.get(transaction, begun.tenantId(), begun.id()),
                        waiting.holder(transaction, session))
                .usingConcurrencyOf(1)
                .with(
                        (request, holder) ->
                                new RedemptionContext(
                                        transaction, session, request, holder, context));
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
            return refuse(settling, refused.error(), UnusedTokens.of(refused.tokens()));
        }
        GrantDecision.Granted grant = (GrantDecision.Granted) decision;
        return settling.mayStore()
                ? cameBack(settling, grant)
                        .chain(() -> storage.store(settling, grant))
                        .chain(kept -> ended(settling, grant, kept))
                : lost(settling, grant);
    }

    private Uni<Void> cameBack(RedemptionContext settling, GrantDecision.Granted grant) {
        return grant.account().isEmpty()
                ? Uni.createFrom().voidItem()
                : requests.cameBack(
                        settling.transaction(), settling.request(), grant.account().get().told());
    }

    private Uni<UnusedTokens> ended(
            RedemptionContext settling,
            GrantDecision.Granted grant,
            GrantStorage.StorageResult kept) {
        if (kept instanceof GrantStorage.NotStored no) {
            return refuse(settling, no.error(), UnusedTokens.of(Optional.of(grant.tokens())));
        }
        return kept instanceof GrantStorage.Held
                ? Uni.createFrom().item(UnusedTokens.none())
                : end(settling, Optional.empty()).replaceWith(UnusedTokens.none());
    }

    /**
     * Too late: the session is spent, cancelled, was tried again after an interruption, or the
     * tokens wait no more.
     */
    private Uni<UnusedTokens> lost(RedemptionContext settling, GrantDecision decision) {
        UnusedTokens unused = UnusedTokens.of(decision);
        return settling.request().ended()
                ? Uni.createFrom().item(unused)
                : end(settling, Optional.empty()).replaceWith(unused);
    }

    private Uni<UnusedTokens> refuse(
            RedemptionContext settling, SessionError error, UnusedTokens unused) {
        if (settling.request().ended()) {
            return Uni.createFrom().item(unused);
        }
        Uni<UnusedTokens> session =
                settling.counts()
                        ? changes.fail(settling.transaction(), settling.session(), error)
                                .map(left -> unused.and(opened(settling, left)))
                        : Uni.createFrom().item(unused);
        return session.call(() -> end(settling, Optional.of(error)));
    }

    private static Optional<TokenSet> opened(
            RedemptionContext settling, Optional<WaitingGrants.Waiting> left) {
        return left.map(waiting -> waiting.open(settling.attempt().key()).tokens());
    }

    private Uni<Void> end(RedemptionContext settling, Optional<SessionError> error) {
        return requests.end(settling.transaction(), settling.request(), error);
    }
}
