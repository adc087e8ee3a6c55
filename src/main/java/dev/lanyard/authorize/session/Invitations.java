package dev.lanyard.authorize.session;

import dev.lanyard.config.Config;
import dev.lanyard.database.TenantKey;
import dev.lanyard.database.TenantRepository;
import dev.lanyard.database.Transactions;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.tenant.audit.AuditEntry;
import dev.lanyard.tenant.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** New connect sessions: what one needs to be made, and its making. */
@Singleton
public class Invitations extends TenantRepository<StoredInvitation, TenantKey> {
    private static final Duration LATER = Duration.ofMinutes(1);

    private final InvitingProfileRows profiles = new InvitingProfileRows();
    private final AuditLog log;
    private final int mostPending;

    Invitations(AuditLog log, Config config) {
        super(new InvitationRows());
        this.log = log;
        this.mostPending = config.quota().pendingSessions();
    }

    private static final class InvitationRows
            implements PanacheRepositoryBase<StoredInvitation, TenantKey> {}

    private static final class InvitingProfileRows
            implements PanacheRepositoryBase<InvitingProfile, TenantKey> {}

    /** A tenant's profile that is to invite; empty when it is not there. */
    public Uni<Optional<InvitingProfile>> profile(String tenantId, String id) {
        return Transactions.read(() -> profiles.findById(new TenantKey(tenantId, id)))
                .map(Optional::ofNullable);
    }

    /**
     * Creates a session, which begins when its profile was read.
     *
     * @param token its connect token, of the same tenant; only the hash is kept
     * @return fails with {@code rate_limited} while the tenant has too many that nobody has opened
     *     yet. Some more may slip in at the same moment.
     */
    public Uni<ConnectSession> create(
            Actor actor,
            TenantToken token,
            InvitingProfile profile,
            Invitation invitation,
            Duration lifetime) {
        refuseTooMany(profile);
        String id = Ids.next("cs_");
        SessionClock clock = profile.clock(lifetime);
        AuditEntry entry =
                AuditEntry.succeeded(token.tenantId(), actor, "connect_session.created", id);
        return Transactions.write(
                        () ->
                                add(new StoredInvitation(id, token, invitation, clock))
                                        .chain(() -> log.recordInTransaction(entry)))
                .replaceWith(ConnectSession.begun(token.tenantId(), id, invitation, clock));
    }

    private void refuseTooMany(InvitingProfile profile) {
        if (profile.pending() >= mostPending) {
            throw ProblemException.of(
                    ProblemCode.RATE_LIMITED,
                    mostPending
                            + " connect sessions of this tenant wait for their end user. Cancel"
                            + " those that are not needed, or let them expire.",
                    LATER);
        }
    }
}
