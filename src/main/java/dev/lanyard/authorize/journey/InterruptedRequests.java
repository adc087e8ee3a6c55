package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.SessionExpiry.Closed;
import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.session.SessionStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Gives a request up whose code went out and of which nothing was heard for a minute. A late answer
 * still wins while the session has not been tried again ({@link RedemptionContext#mayStore}).
 */
@ApplicationScoped
class InterruptedRequests {
    private static final SessionError INTERRUPTED =
            SessionErrorCode.INTERRUPTED.because(
                    "Lanyard was interrupted after it had presented the code, which cannot be"
                            + " presented again. Start again.");

    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final WaitingGrants waiting;

    InterruptedRequests(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            WaitingGrants waiting) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.waiting = waiting;
    }

    Uni<Closed> interrupt(AuthorizationRequest abandoned) {
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, abandoned.tenantId(), abandoned.sessionId())
                                .chain(session -> interrupt(transaction, session, abandoned)));
    }

    private Uni<Closed> interrupt(
            SqlClient transaction, ConnectSession session, AuthorizationRequest abandoned) {
        return requests.get(transaction, abandoned.tenantId(), abandoned.id())
                .chain(request -> end(transaction, session, request))
                .map(left -> Closed.of(session, left));
    }

    private Uni<Optional<Waiting>> end(
            SqlClient transaction, ConnectSession session, AuthorizationRequest request) {
        if (request.ended()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return requests.end(transaction, request, Optional.of(INTERRUPTED))
                .chain(() -> waiting.holder(transaction, session))
                .chain(
                        holder ->
                                session.status() == SessionStatus.AUTHORIZING
                                                && session.countsOn(request.id(), holder)
                                        ? changes.fail(transaction, session, INTERRUPTED)
                                        : Uni.createFrom().item(Optional.empty()));
    }
}
