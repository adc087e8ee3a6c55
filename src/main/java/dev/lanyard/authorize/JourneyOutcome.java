package dev.lanyard.authorize;

import dev.lanyard.authorize.session.AuthorizationRequest;
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
 */
record JourneyOutcome(
        ConnectSession session,
        SessionStatus status,
        Optional<SessionError> error,
        Optional<String> confirmation) {

    static JourneyOutcome of(
            ConnectSession session, AuthorizationRequest request, String browserSecret) {
        if (request.error().isPresent()) {
            return new JourneyOutcome(
                    session, SessionStatus.FAILED, request.error(), Optional.empty());
        }
        return new JourneyOutcome(
                session,
                session.status(),
                session.progress().error(),
                confirmation(session, browserSecret));
    }

    /** Not known yet. */
    static JourneyOutcome pending(ConnectSession session) {
        return new JourneyOutcome(
                session, SessionStatus.AUTHORIZING, Optional.empty(), Optional.empty());
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
