package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionLimits;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.TimelineStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins authorization requests (RFC 6749 §4.1.1, RFC 7636, RFC 9700 §4.7). */
@ApplicationScoped
public class AuthorizationStart {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final SessionClients sessionClients;
    private final SessionMeters meters;

    AuthorizationStart(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            SessionClients sessionClients,
            SessionMeters meters) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.sessionClients = sessionClients;
        this.meters = meters;
    }

    /**
     * The redirect to the provider, and the secret that binds its response to this browser.
     *
     * @param browserSecret for the request's cookie
     */
    public record AuthorizationRedirect(URI provider, String requestId, String browserSecret) {

        @Override
        public String toString() {
            return "Departure[" + requestId + "]";
        }
    }

    /**
     * Begins a request; empty, and nothing spent, if the session does not take one any more; fails
     * with {@code rate_limited} once it was tried too often.
     *
     * @param address the browser's, for the audit log
     * @param popup {@code lanyard.js} opened its window
     */
    public Uni<Optional<AuthorizationRedirect>> begin(
            ConnectSession session, @Nullable String address, boolean popup) {
        return sessionClients
                .of(session)
                .map(ready -> NewAuthorizationRequest.of(session, ready, address, popup))
                .chain(
                        newRequest ->
                                pool.withTransaction(
                                        transaction -> record(transaction, newRequest)));
    }

    private Uni<Optional<AuthorizationRedirect>> record(
            SqlClient transaction, NewAuthorizationRequest newRequest) {
        return sessions.lock(
                        transaction, newRequest.session().tenantId(), newRequest.session().id())
                .chain(
                        session ->
                                session.open()
                                        ? record(transaction, session, newRequest)
                                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<AuthorizationRedirect>> record(
            SqlClient transaction, ConnectSession session, NewAuthorizationRequest newRequest) {
        return SessionLimits.mayBegin(transaction, session)
                .invoke(
                        () ->
                                meters.count(
                                        transaction, session, SessionMeters.FunnelStep.AUTHORIZING))
                .chain(() -> requests.begin(transaction, session, newRequest.begun()))
                .chain(
                        () ->
                                changes.authorizing(
                                        transaction,
                                        session,
                                        newRequest.begun().id(),
                                        departed(newRequest)))
                .replaceWith(Optional.of(newRequest.departure()));
    }

    /** Until the browser is back, this is all there is to know of one that never comes back. */
    private static TimelineStep departed(NewAuthorizationRequest newRequest) {
        return TimelineStep.succeeded(
                JourneyStep.SENT_TO_PROVIDER,
                "To "
                        + newRequest.departure().provider().getHost()
                        + ". If the provider shows an error of its own and the browser never comes"
                        + " back, compare the callback URL configured there with this one: "
                        + newRequest.callbackUrl());
    }
}
