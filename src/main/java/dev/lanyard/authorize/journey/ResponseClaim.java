package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionLimits;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.TimelineStep;
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
     * A response that a browser brought.
     *
     * @param sends a code goes out next: recorded as sent with the claim
     * @param step for the session's time line
     */
    record BroughtResponse(AuthorizationRequest request, boolean sends, TimelineStep step) {}

    /** Takes it; false if it was taken before, or its session has ended meanwhile. */
    Uni<Boolean> claim(BroughtResponse brought) {
        AuthorizationRequest request = brought.request();
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, request.tenantId(), request.sessionId())
                                .chain(session -> claim(transaction, session, brought)));
    }

    private Uni<Boolean> claim(
            SqlClient transaction, ConnectSession session, BroughtResponse brought) {
        return session.unfinished()
                ? claimBounded(transaction, session, brought)
                : close(transaction, session, brought.request(), Optional.empty());
    }

    private Uni<Boolean> claimBounded(
            SqlClient transaction, ConnectSession session, BroughtResponse brought) {
        Uni<Boolean> allowed =
                brought.sends()
                        ? SessionLimits.mayPresent(transaction, session)
                        : Uni.createFrom().item(true);
        return allowed.chain(
                may ->
                        may
                                ? take(transaction, session, brought)
                                : close(
                                        transaction,
                                        session,
                                        brought.request(),
                                        Optional.of(SessionLimits.SPENT)));
    }

    private Uni<Boolean> take(
            SqlClient transaction, ConnectSession session, BroughtResponse brought) {
        AuthorizationRequest request = brought.request();
        return requests.redeem(transaction, request, brought.sends())
                .call(
                        taken ->
                                taken
                                        ? changes.authorizing(
                                                transaction, session, request.id(), brought.step())
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> close(
            SqlClient transaction,
            ConnectSession session,
            AuthorizationRequest request,
            Optional<SessionError> error) {
        return requests.redeem(transaction, request, false)
                .chain(
                        taken ->
                                taken
                                        ? requests.end(transaction, request, error)
                                                .chain(
                                                        () ->
                                                                changes.took(
                                                                        transaction,
                                                                        session,
                                                                        late(session, error)))
                                        : Uni.createFrom().voidItem())
                .replaceWith(false);
    }

    private static TimelineStep late(ConnectSession session, Optional<SessionError> error) {
        return TimelineStep.refused(
                JourneyStep.RETURNED,
                error.map(SessionError::told)
                        .orElse(
                                "Nothing was presented: the session was "
                                        + session.status().text()
                                        + " already."));
    }
}
