package dev.lanyard.authorize;

import dev.lanyard.authorize.session.BoundRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.authorize.session.UrlQuery;
import java.util.Optional;

/**
 * The end of a journey for the browser that made it.
 *
 * @param status {@code authorizing}: it has not ended yet
 * @param confirmation only for the browser that made the callback
 * @param bound the request of this browser; empty where another one may be looking
 */
record JourneyOutcome(
        ConnectSession session,
        SessionStatus status,
        Optional<SessionError> error,
        Optional<String> confirmation,
        Optional<BoundRequest> bound) {

    static JourneyOutcome of(ConnectSession session, BoundRequest bound) {
        if (bound.request().error().isPresent()) {
            return new JourneyOutcome(
                    session,
                    SessionStatus.FAILED,
                    bound.request().error(),
                    Optional.empty(),
                    Optional.of(bound));
        }
        return new JourneyOutcome(
                session,
                session.status(),
                session.progress().error(),
                confirmation(session, bound.browserSecret()),
                Optional.of(bound));
    }

    /** Not known yet. */
    static JourneyOutcome pending(ConnectSession session) {
        return new JourneyOutcome(
                session,
                SessionStatus.AUTHORIZING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The end of a session before this browser was sent to the provider. */
    static JourneyOutcome failed(ConnectSession session, SessionError error) {
        return new JourneyOutcome(
                session,
                SessionStatus.FAILED,
                Optional.of(error),
                Optional.empty(),
                Optional.empty());
    }

    /** The end of a session that its own row tells. */
    static JourneyOutcome of(ConnectSession session, Optional<BoundRequest> bound) {
        return new JourneyOutcome(
                session,
                session.status(),
                Optional.empty(),
                bound.flatMap(own -> confirmation(session, own.browserSecret())),
                bound);
    }

    private static Optional<String> confirmation(ConnectSession session, String browserSecret) {
        String confirmation = DerivedSecret.confirmation(browserSecret);
        return session.status() == SessionStatus.AWAITING_CONFIRMATION
                ? Optional.of(confirmation).filter(session.progress()::isConfirmedBy)
                : Optional.empty();
    }

    boolean isPending() {
        return error.isEmpty() && status == SessionStatus.AUTHORIZING;
    }

    /** Who came back, where this is the browser that did. */
    Optional<String> account() {
        return bound.flatMap(own -> own.request().account());
    }

    /** Whether {@code lanyard.js} opened the window of this browser's request. */
    boolean isInPopup() {
        return bound.filter(own -> own.request().popup()).isPresent();
    }

    /** Whether another try may end otherwise. */
    boolean isRetryable() {
        return session.open() && error.filter(failure -> failure.code().retryable()).isPresent();
    }

    /** The stable code of the end: an error's, else the status. */
    String code() {
        return error.map(failure -> failure.code().text()).orElse(status.text());
    }

    /** As the browser and the tenant's page are told: every end that is none is {@code failed}. */
    String shownStatus() {
        return error.isPresent() ? SessionStatus.FAILED.text() : status.text();
    }

    /** The tenant's address with the outcome added to its own query (docs/api.md). */
    Optional<String> returnUrl() {
        UrlQuery urlQuery = new UrlQuery();
        urlQuery.add("session_id", session.id());
        urlQuery.add("status", shownStatus());
        error.ifPresent(failure -> urlQuery.add("error", failure.code().text()));
        confirmation.ifPresent(secret -> urlQuery.add("confirmation", secret));
        if (status == SessionStatus.CONNECTED) {
            session.progress().connectionId().ifPresent(id -> urlQuery.add("connection_id", id));
        }
        return session.invitation().returnUrl().map(urlQuery::addedTo);
    }

    @Override
    public String toString() {
        return "Outcome[" + session.id() + ", " + status + "]";
    }
}
