package dev.lanyard.authorize;

import dev.lanyard.authorize.BrowserCookies.CookieKind;
import dev.lanyard.authorize.journey.AuthorizationRequests;
import dev.lanyard.authorize.journey.GrantStorage;
import dev.lanyard.authorize.journey.SessionClients;
import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.BoundRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.RequestedSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Finds the outcome for every browser that makes a callback, the first time and again. */
@ApplicationScoped
class JourneyOutcomes {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final SessionError REJECTED =
            SessionErrorCode.CREDENTIALS_REJECTED.because(
                    "The provider refuses the connector profile's client id and secret.");

    private final RequestedSessions sessions;
    private final AuthorizationRequests requests;
    private final SessionClients sessionClients;

    JourneyOutcomes(
            RequestedSessions sessions,
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
        return Uni.createFrom()
                .deferred(() -> sessions.again(bound.request()))
                .map(seen -> new Sight(seen.session(), seen.request()));
    }

    private JourneyOutcome outcome(Sight sight, BoundRequest bound) {
        ConnectSession session =
                sight.session()
                        .seen(sessionClients.callbackUrl(sight.session().invitation().provider()));
        return sight.isEnd() || session.status() != SessionStatus.FAILED
                ? JourneyOutcome.of(
                        session, new BoundRequest(sight.request(), bound.browserSecret()))
                : JourneyOutcome.pending(session);
    }

    /**
     * The outcome of a session whose hosted page invites nobody any more: all that is to be told to
     * the browser that made it, and to another one that it has ended.
     */
    Uni<JourneyOutcome> again(ConnectSession session, BrowserCookies browser) {
        return switch (session.status()) {
            case CONNECTED, AWAITING_CONFIRMATION ->
                    own(session, browser).map(bound -> JourneyOutcome.of(session, bound));
            default -> Uni.createFrom().item(() -> JourneyOutcome.failed(session, reason(session)));
        };
    }

    private static SessionError reason(ConnectSession session) {
        if (session.progress().cancelled()) {
            return SessionErrorCode.CANCELLED.because("");
        }
        if (session.clock().past()) {
            return SessionErrorCode.EXPIRED.because("");
        }
        return session.profileDisabled() ? GrantStorage.DISABLED : REJECTED;
    }

    private Uni<Optional<BoundRequest>> own(ConnectSession session, BrowserCookies browser) {
        Optional<String> request = session.progress().requestId();
        return request.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : requests.get(session.tenantId(), request.get())
                        .map(found -> own(found, browser))
                        .onFailure(ProblemException.class)
                        .recoverWithItem(Optional.empty());
    }

    private static Optional<BoundRequest> own(
            AuthorizationRequest request, BrowserCookies browser) {
        return browser.secret(CookieKind.REQUEST, request.id(), request.browserHash().getBytes())
                .map(secret -> new BoundRequest(request, secret));
    }
}
