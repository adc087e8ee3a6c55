package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.Verdict;
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
class Settlement {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final WaitingGrants waiting;
    private final Keeping keeping;

    Settlement(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            WaitingGrants waiting,
            Keeping keeping) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.waiting = waiting;
        this.keeping = keeping;
    }

    /**
     * Settles.
     *
     * @param waited the verdict is on tokens that waited for it: void unless they still do
     * @return the tokens that nobody needs; fails with {@code not_found} when the session was
     *     deleted
     */
    Uni<Unused> settle(Attempt attempt, Verdict verdict, boolean waited) {
        return pool.withTransaction(
                transaction ->
                        locked(transaction, attempt)
                                .chain(settling -> settle(settling, verdict, waited)));
    }

    private Uni<Settling> locked(SqlClient transaction, Attempt attempt) {
        AuthorizationRequest begun = attempt.request();
        return sessions.lock(transaction, begun.tenantId(), begun.sessionId())
                .chain(session -> read(transaction, session, attempt));
    }

    private Uni<Settling> read(SqlClient transaction, ConnectSession session, Attempt attempt) {
        AuthorizationRequest begun = attempt.request();
        return Uni.combine()
                .all()
                .unis(
                        requests.get(transaction, begun.tenantId(), begun.id()),
                        waiting.holder(transaction, session))
                .usingConcurrencyOf(1)
                .with(
                        (request, holder) ->
                                new Settling(transaction, session, request, holder, attempt));
    }

    private Uni<Unused> settle(Settling settling, Verdict verdict, boolean waited) {
        if (settling.isDone()) {
            return Uni.createFrom().item(Unused.none());
        }
        if (waited && !settling.waits()) {
            return lost(settling, verdict);
        }
        if (verdict instanceof Verdict.Refused refused) {
            return refuse(settling, refused.error(), Unused.of(refused.tokens()));
        }
        Verdict.Granted grant = (Verdict.Granted) verdict;
        return settling.takes()
                ? keeping.keep(settling, grant).chain(kept -> ended(settling, grant, kept))
                : lost(settling, grant);
    }

    private Uni<Unused> ended(Settling settling, Verdict.Granted grant, Keeping.Kept kept) {
        if (kept instanceof Keeping.No no) {
            return refuse(settling, no.error(), Unused.of(Optional.of(grant.tokens())));
        }
        return kept instanceof Keeping.Waits
                ? Uni.createFrom().item(Unused.none())
                : end(settling, Optional.empty()).replaceWith(Unused.none());
    }

    /**
     * Too late: the session is spent, cancelled, was tried again after an interruption, or the
     * tokens wait no more.
     */
    private Uni<Unused> lost(Settling settling, Verdict verdict) {
        Unused unused = Unused.of(verdict);
        return settling.request().ended()
                ? Uni.createFrom().item(unused)
                : end(settling, Optional.empty()).replaceWith(unused);
    }

    private Uni<Unused> refuse(Settling settling, SessionError error, Unused unused) {
        if (settling.request().ended()) {
            return Uni.createFrom().item(unused);
        }
        Uni<Unused> session =
                settling.counts()
                        ? changes.fail(settling.transaction(), settling.session(), error)
                                .map(left -> unused.and(opened(settling, left)))
                        : Uni.createFrom().item(unused);
        return session.call(() -> end(settling, Optional.of(error)));
    }

    private static Optional<TokenSet> opened(
            Settling settling, Optional<WaitingGrants.Waiting> left) {
        return left.map(waiting -> waiting.open(settling.attempt().key()).tokens());
    }

    private Uni<Void> end(Settling settling, Optional<SessionError> error) {
        return requests.end(settling.transaction(), settling.request(), error);
    }
}
