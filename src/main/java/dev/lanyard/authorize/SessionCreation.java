package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.SessionMeters;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.Invitations;
import dev.lanyard.id.TenantToken;
import dev.lanyard.tenant.access.Actor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes connect sessions of what a tenant asked for. */
@ApplicationScoped
class SessionCreation {
    private final InvitationInput input;
    private final Invitations invitations;
    private final ConnectUrls urls;
    private final SessionMeters meters;

    SessionCreation(
            InvitationInput input,
            Invitations invitations,
            ConnectUrls urls,
            SessionMeters meters) {
        this.input = input;
        this.invitations = invitations;
        this.urls = urls;
        this.meters = meters;
    }

    /**
     * Checks and stores one.
     *
     * @return with its connect URL, which is told this once; fails with {@code validation_failed},
     *     {@code profile_disabled} or {@code rate_limited}
     */
    Uni<ConnectSessionView> create(Actor actor, String tenantId, NewConnectSession body) {
        TenantToken token = TenantToken.issue("ct", tenantId);
        return input.check(tenantId, body)
                .chain(
                        checked ->
                                invitations.create(
                                        actor,
                                        token,
                                        checked.profile(),
                                        checked.invitation(),
                                        InvitationInput.lifetime(body)))
                .invoke(this::count)
                .map(session -> ConnectSessionView.of(session, urls.page(token.text())));
    }

    private void count(ConnectSession session) {
        meters.count(session.invitation().provider(), SessionMeters.FunnelStep.CREATED);
    }
}
