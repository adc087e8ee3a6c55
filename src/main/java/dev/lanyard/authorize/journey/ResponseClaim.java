package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionLimits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Claims the authorization response: the first caller wins, all others get false. */
@ApplicationScoped
class ResponseClaim {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;

    ResponseClaim(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
    }

    /**
     * Takes it.
     *
     * @param sends a code goes out next: recorded as sent now
     * @return false if it was taken before, or its session has ended meanwhile
     */
    Uni<Boolean> claim(AuthorizationRequest request, boolean sends) {
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, request.tenantId(), request.sessionId())
                                .chain(
                                        session ->
                                                session.unfinished()
                                                        ? claimBounded(
                                                                transaction,
                                                                session,
                                                                request,
                                                                sends)
                                                        : close(
                                                                transaction,
                                                                request,
                                                                Optional.empty())));
    }

    private Uni<Boolean> claimBounded(
            SqlClient transaction,
            ConnectSession session,
            AuthorizationRequest request,
            boolean sends) {
        Uni<Boolean> allowed =
                sends
                        ? SessionLimits.mayPresent(transaction, session)
                        : Uni.createFrom().item(true);
        return allowed.chain(
                may ->
                        may
                                ? claim(transaction, session, request, sends)
                                : close(transaction, request, Optional.of(SessionLimits.SPENT)));
    }

    private Uni<Boolean> claim(
            SqlClient transaction,
            ConnectSession session,
            AuthorizationRequest request,
            boolean sends) {
        return requests.redeem(transaction, request, sends)
                .call(
                        taken ->
                                taken
                                        ? changes.authorizing(transaction, session, request.id())
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> close(
            SqlClient transaction, AuthorizationRequest request, Optional<SessionError> error) {
        return requests.redeem(transaction, request, false)
                .chain(
                        taken ->
                                taken
                                        ? requests.end(transaction, request, error)
                                        : Uni.createFrom().voidItem())
                .replaceWith(false);
    }
}
