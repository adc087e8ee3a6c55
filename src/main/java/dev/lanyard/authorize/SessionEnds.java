package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.Closing;
import dev.lanyard.authorize.journey.Confirming;
import dev.lanyard.authorize.journey.Provisions;
import dev.lanyard.authorize.journey.Revocation;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What a tenant's own word does to a session, and how it is told. */
@ApplicationScoped
class SessionEnds {
    private final Closing closing;
    private final Confirming confirming;
    private final Revocation revocation;
    private final Provisions provisions;
    private final Vault vault;

    SessionEnds(
            Closing closing,
            Confirming confirming,
            Revocation revocation,
            Provisions provisions,
            Vault vault) {
        this.closing = closing;
        this.confirming = confirming;
        this.revocation = revocation;
        this.provisions = provisions;
        this.vault = vault;
    }

    /** The session as it is now. */
    ConnectSessionView view(ConnectSession session) {
        return ConnectSessionView.of(
                session.seen(provisions.callbackUrl(session.invitation().provider())), null);
    }

    Uni<ConnectSessionView> cancel(Actor actor, String tenantId, String id) {
        return closing.cancel(actor, tenantId, id)
                .call(revocation::revoke)
                .map(closed -> view(closed.session()));
    }

    Uni<ConnectSessionView> confirm(Actor actor, String tenantId, String id, String confirmation) {
        return vault.dataKey(tenantId)
                .chain(key -> confirming.confirm(actor, tenantId, id, key, confirmation))
                .map(SessionEnds::requireConnected)
                .map(this::view);
    }

    private static ConnectSession requireConnected(ConnectSession session) {
        if (session.status() == SessionStatus.CONNECTED) {
            return session;
        }
        throw Problem.of(
                ProblemCode.CONFLICT,
                session.progress().error().map(SessionError::description).orElse("not connected"));
    }
}
