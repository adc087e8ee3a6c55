package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.GrantRevocation;
import dev.lanyard.authorize.journey.SessionClients;
import dev.lanyard.authorize.journey.SessionConfirmation;
import dev.lanyard.authorize.journey.SessionExpiry;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Cancels and confirms sessions for the tenant, and renders them for the API. */
@ApplicationScoped
class SessionActions {
    private final SessionExpiry expiry;
    private final SessionConfirmation confirming;
    private final GrantRevocation revocation;
    private final SessionClients sessionClients;
    private final Vault vault;

    SessionActions(
            SessionExpiry expiry,
            SessionConfirmation confirming,
            GrantRevocation revocation,
            SessionClients sessionClients,
            Vault vault) {
        this.expiry = expiry;
        this.confirming = confirming;
        this.revocation = revocation;
        this.sessionClients = sessionClients;
        this.vault = vault;
    }

    /** The session as it is now. */
    ConnectSessionView view(ConnectSession session) {
        return ConnectSessionView.of(
                session.seen(sessionClients.callbackUrl(session.invitation().provider())), null);
    }

    Uni<ConnectSessionView> cancel(Actor actor, String tenantId, String id) {
        return expiry.cancel(actor, tenantId, id)
                .call(revocation::revoke)
                .map(closed -> view(closed.session()));
    }

    /** The end user's own word; the session as it is then. */
    Uni<ConnectSession> decline(ConnectSession session) {
        return expiry.decline(session.tenantId(), session.id())
                .call(revocation::revoke)
                .map(SessionExpiry.Closed::session);
    }

    Uni<ConnectSessionView> confirm(Actor actor, String tenantId, String id, String confirmation) {
        return vault.dataKey(tenantId)
                .chain(key -> confirming.confirm(actor, tenantId, id, key, confirmation))
                .map(SessionActions::requireConnected)
                .map(this::view);
    }

    private static ConnectSession requireConnected(ConnectSession session) {
        if (session.status() == SessionStatus.CONNECTED) {
            return session;
        }
        throw ProblemException.of(
                ProblemCode.CONFLICT,
                session.progress().error().map(SessionError::description).orElse("not connected"));
    }
}
