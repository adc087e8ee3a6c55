package dev.lanyard.authorize;

import dev.lanyard.authorize.journey.AuthorizationRequests;
import dev.lanyard.authorize.journey.SessionClients;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.authorize.session.SessionStatus;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Finds the outcome for every browser that makes a callback, the first time and again. */
@ApplicationScoped
class JourneyOutcomes {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ConnectSessions sessions;
    private final AuthorizationRequests requests;
    private final SessionClients sessionClients;

    JourneyOutcomes(
            ConnectSessions sessions,
            AuthorizationRequests requests,
            SessionClients sessionClients) {
        this.sessions = sessions;
        this.requests = requests;
        this.sessionClients = sessionClients;
    }

    private record Sight(ConnectSession session, AuthorizationRequest request) {
        boolean isEnd() {
            return request.ended()
                    || session.progress().cancelled()
                    || switch (session.status()) {
                        case CONNECTED, AWAITING_CONFIRMATION, EXPIRED -> true;
                        case FAILED -> session.countsOn(request.id());
                        case PENDING, AUTHORIZING -> false;
                    };
        }
    }

    /**
     * The outcome of a request, waited for up to 15 s by looking again and again: nothing is held
     * in between. It says {@code authorizing} if there is none by then.
     */
    Uni<JourneyOutcome> of(BoundRequest bound) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        return load(bound)
                .repeat()
                .withDelay(PAUSE)
                .whilst(sight -> !sight.isEnd() && System.nanoTime() < end)
                .collect()
                .last()
                .map(sight -> outcome(sight, bound));
    }

    private Uni<Sight> load(BoundRequest bound) {
        AuthorizationRequest request = bound.request();
        return Uni.createFrom()
                .deferred(() -> requests.get(request.tenantId(), request.id()))
                .chain(
                        seen ->
                                sessions.get(seen.tenantId(), seen.sessionId())
                                        .map(session -> new Sight(session, seen)));
    }

    private JourneyOutcome outcome(Sight sight, BoundRequest bound) {
        ConnectSession session =
                sight.session()
                        .seen(sessionClients.callbackUrl(sight.session().invitation().provider()));
        return sight.isEnd() || session.status() != SessionStatus.FAILED
                ? JourneyOutcome.of(session, sight.request(), bound.browserSecret())
                : JourneyOutcome.pending(session);
    }
}
