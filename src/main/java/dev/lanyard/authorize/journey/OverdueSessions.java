package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Ends what nobody ends: sessions out of time, and requests whose code went out from a replica that
 * then died. Runs on every replica; who is first under the session's lock does it.
 */
@ApplicationScoped
class OverdueSessions {
    private static final Logger LOG = Logger.getLogger(OverdueSessions.class);
    private final RecurringTask sweeping = new RecurringTask(LOG, "Sweeping of sessions");
    private final ConnectSessions sessions;
    private final AuthorizationRequests requests;
    private final SessionExpiry expiry;
    private final InterruptedRequests interrupted;
    private final GrantRevocation revocation;

    OverdueSessions(
            ConnectSessions sessions,
            AuthorizationRequests requests,
            SessionExpiry expiry,
            InterruptedRequests interrupted,
            GrantRevocation revocation) {
        this.sessions = sessions;
        this.requests = requests;
        this.expiry = expiry;
        this.interrupted = interrupted;
        this.revocation = revocation;
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return sweeping.run(interrupted().chain(this::overdue));
    }

    private Uni<Void> interrupted() {
        return requests.abandoned()
                .onItem()
                .transformToMulti(list -> Multi.createFrom().iterable(list))
                .onItem()
                .transformToUniAndConcatenate(this::interrupt)
                .toUni();
    }

    private Uni<Void> interrupt(AuthorizationRequest request) {
        return interrupted
                .interrupt(request)
                .chain(revocation::revoke)
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    private Uni<Void> overdue() {
        return sessions.overdue()
                .onItem()
                .transformToMulti(list -> Multi.createFrom().iterable(list))
                .onItem()
                .transformToUniAndConcatenate(this::expire)
                .toUni();
    }

    /** A session deleted meanwhile is as good as expired. */
    private Uni<Void> expire(ConnectSession session) {
        return expiry.expire(session.tenantId(), session.id())
                .chain(revocation::revoke)
                .onFailure(ProblemException.class)
                .recoverWithNull();
    }

    @Scheduled(every = "6h", delayed = "10m", skipExecutionIf = NotReady.class)
    Uni<Void> forget() {
        return requests.forgetOld();
    }
}
