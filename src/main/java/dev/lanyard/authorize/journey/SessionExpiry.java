package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.connection.grant.DiscardedGrant;
import dev.lanyard.connection.grant.GrantStore;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Ends sessions that no journey ends: withdrawn, or out of time. What they held goes too. */
@ApplicationScoped
public class SessionExpiry {
    private static final SessionError CANCELLED =
            SessionErrorCode.CANCELLED.because("The session was cancelled.");
    private static final SessionError DECLINED =
            SessionErrorCode.ACCESS_DENIED.because(
                    "The end user cancelled before going to the provider.");

    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final GrantStore grantStore;
    private final SessionClients sessionClients;
    private final AuditLog log;

    SessionExpiry(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            GrantStore grantStore,
            SessionClients sessionClients,
            AuditLog log) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.grantStore = grantStore;
        this.sessionClients = sessionClients;
        this.log = log;
    }

    /**
     * A session that is closed, and what is of no use now.
     *
     * @param left what waited with it
     * @param discarded of the connection that was made for it and not confirmed
     */
    public record Closed(
            ConnectSession session, Optional<Waiting> left, Optional<DiscardedGrant> discarded) {

        static Closed of(ConnectSession session, Optional<Waiting> left) {
            return new Closed(session, left, Optional.empty());
        }
    }

    /**
     * Cancels for the tenant; again is no failure. Fails with {@code not_found}, and with {@code
     * conflict} when the session has connected or expired.
     */
    public Uni<Closed> cancel(Actor actor, String tenantId, String id) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "connect_session.cancelled", id);
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, tenantId, id)
                                .chain(session -> cancel(transaction, session))
                                .call(() -> log.record(transaction, entry)));
    }

    private Uni<Closed> cancel(SqlClient transaction, ConnectSession session) {
        if (session.progress().cancelled()) {
            return Uni.createFrom().item(Closed.of(session, Optional.empty()));
        }
        if (session.overdue() || !isCancellable(session.status())) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The session is "
                            + session.seen(Optional.empty()).status().text()
                            + " and cannot be cancelled any more.");
        }
        return changes.cancel(transaction, session, CANCELLED)
                .chain(left -> closed(transaction, session, left));
    }

    private static boolean isCancellable(SessionStatus status) {
        return status != SessionStatus.CONNECTED && status != SessionStatus.EXPIRED;
    }

    /** Ends an attempt by the end user's own word; the session may be tried again. */
    public Uni<Closed> decline(String tenantId, String id) {
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, tenantId, id)
                                .chain(session -> decline(transaction, session)));
    }

    private Uni<Closed> decline(SqlClient transaction, ConnectSession session) {
        if (!session.open() || session.status() == SessionStatus.FAILED) {
            return Uni.createFrom().item(Closed.of(session, Optional.empty()));
        }
        return changes.fail(transaction, session, DECLINED)
                .chain(left -> closed(transaction, session, left));
    }

    /** Ends a session whose time is up, if nobody was faster. */
    Uni<Closed> expire(String tenantId, String id) {
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, tenantId, id)
                                .chain(session -> expire(transaction, session)));
    }

    private Uni<Closed> expire(SqlClient transaction, ConnectSession session) {
        if (!session.overdue()) {
            return Uni.createFrom().item(Closed.of(session, Optional.empty()));
        }
        SessionError end =
                session.endOfTime(sessionClients.callbackUrl(session.invitation().provider()));
        return changes.fail(transaction, session, end)
                .chain(left -> closed(transaction, session, left));
    }

    /** A connection made for this session goes; one that was there before goes on as it was. */
    private Uni<Closed> closed(
            SqlClient transaction, ConnectSession session, Optional<Waiting> left) {
        boolean made = session.status() == SessionStatus.AWAITING_CONFIRMATION && left.isEmpty();
        Uni<Optional<DiscardedGrant>> discarding =
                made
                        ? grantStore.discard(
                                transaction,
                                session.tenantId(),
                                session.progress().connectionId().orElseThrow())
                        : Uni.createFrom().item(Optional.empty());
        return discarding.chain(
                discarded ->
                        sessions.lock(transaction, session.tenantId(), session.id())
                                .map(ended -> new Closed(ended, left, discarded)));
    }
}
