package dev.lanyard.authorize.session;

import dev.lanyard.config.Config;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.tenant.access.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** New connect sessions: what one needs to be made, and its making, a statement each. */
@Singleton
public class Invitations {
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Pool pool;
    private final int mostPending;

    Invitations(Pool pool, Config config) {
        this.pool = pool;
        this.mostPending = config.quota().pendingSessions();
    }

    /**
     * A tenant's profile that is to invite; empty when it is not there.
     *
     * @param reconnects the connection to bring back
     */
    public Uni<Optional<InvitingProfile>> profile(
            String tenantId, String id, Optional<String> reconnects) {
        return pool.preparedQuery(InvitationRows.PROFILE)
                .execute(Tuple.of(tenantId, id, reconnects.orElse(null)))
                .map(rows -> rows.stream().findFirst().map(InvitingProfile::of));
    }

    /**
     * Creates a session, which begins when its profile was read, and its entry in the audit log.
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
        return pool.preparedQuery(InvitationRows.CREATE)
                .execute(InvitationRows.create(actor, token, id, invitation, clock))
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
