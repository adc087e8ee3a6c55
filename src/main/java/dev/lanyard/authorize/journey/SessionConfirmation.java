package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.ReconnectTargets;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.connection.grant.GrantStore;
import dev.lanyard.connection.grant.GrantStoreResult;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The tenant's word that the browser which came back is its end user's. */
@ApplicationScoped
public class SessionConfirmation {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final WaitingGrants waiting;
    private final GrantStore grantStore;
    private final AuditLog log;

    SessionConfirmation(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            WaitingGrants waiting,
            GrantStore grantStore,
            AuditLog log) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.waiting = waiting;
        this.grantStore = grantStore;
        this.log = log;
    }

    private record ConfirmationStep(SqlClient transaction, ConnectSession session, DataKey key) {}

    /**
     * Confirms; again is no failure.
     *
     * @param key the tenant's, for tokens that waited
     * @param confirmation as the browser brought it on the return URL
     * @return the session: connected, or failed because the connection is gone meanwhile; fails
     *     with {@code not_found}, with {@code conflict} in another state, and with {@code
     *     validation_failed} for another confirmation
     */
    public Uni<ConnectSession> confirm(
            Actor actor, String tenantId, String id, DataKey key, String confirmation) {
        AuditEntry entry = AuditEntry.succeeded(tenantId, actor, "connect_session.confirmed", id);
        return pool.withTransaction(
                transaction ->
                        sessions.lock(transaction, tenantId, id)
                                .map(session -> new ConfirmationStep(transaction, session, key))
                                .call(step -> confirm(step, confirmation))
                                .call(() -> log.record(transaction, entry))
                                .chain(step -> sessions.lock(transaction, tenantId, id)));
    }

    private Uni<Void> confirm(ConfirmationStep step, String confirmation) {
        ConnectSession session = step.session();
        boolean awaits =
                session.status() == SessionStatus.AWAITING_CONFIRMATION && !session.overdue();
        if (!awaits && !session.progress().confirmed()) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "The session is "
                            + session.seen(Optional.empty()).status().text()
                            + ", it awaits no confirmation.");
        }
        if (!session.progress().isConfirmedBy(confirmation)) {
            throw ProblemException.invalid(
                    "confirmation", "is not the one that the browser brought on return_url");
        }
        return awaits ? confirm(step) : Uni.createFrom().voidItem();
    }

    private Uni<Void> confirm(ConfirmationStep step) {
        return waiting.claim(step.transaction(), step.session())
                .chain(left -> left.isPresent() ? replace(step, left.get()) : open(step));
    }

    /** The connection went on with its old tokens until now. */
    private Uni<Void> replace(ConfirmationStep step, Waiting left) {
        ConnectSession session = step.session();
        return grantStore
                .store(
                        step.transaction(),
                        step.key(),
                        GrantStorage.newGrant(
                                session,
                                left.open(step.key()),
                                session.invitation()
                                        .reconnects()
                                        .flatMap(asked -> session.progress().connectionId()),
                                false))
                .chain(
                        stored ->
                                stored instanceof GrantStoreResult.Kept kept
                                        ? connected(step, kept.connectionId())
                                        : gone(step, GrantStorage.refusal(stored)));
    }

    private Uni<Void> open(ConfirmationStep step) {
        String connectionId = step.session().progress().connectionId().orElseThrow();
        return ReconnectTargets.find(step.transaction(), step.session().tenantId(), connectionId)
                .chain(
                        found ->
                                found.isPresent()
                                        ? open(step, found.get().id())
                                        : gone(step, GrantStorage.DELETED));
    }

    private Uni<Void> open(ConfirmationStep step, String connectionId) {
        return grantStore
                .confirm(step.transaction(), step.session().tenantId(), connectionId)
                .chain(() -> connected(step, connectionId));
    }

    private Uni<Void> connected(ConfirmationStep step, String connectionId) {
        return changes.connected(step.transaction(), step.session(), connectionId);
    }

    private Uni<Void> gone(ConfirmationStep step, SessionError error) {
        return changes.fail(step.transaction(), step.session(), error).replaceWithVoid();
    }
}
