package dev.lanyard.authorize;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.Invitation;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionProgress;
import dev.lanyard.connection.grant.EndUser;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as its tenant sees it.
 *
 * @param connectionId the outcome, or the connection to bring back
 * @param connectUrl only in the response that creates the session; nobody knows it afterwards
 */
record ConnectSessionView(
        String id,
        String connectorProfileId,
        String provider,
        EndUser endUser,
        @Nullable String returnUrl,
        @Nullable String origin,
        Map<String, Object> metadata,
        boolean requireConfirmation,
        String status,
        @Nullable String connectionId,
        @Nullable FailureView error,
        OffsetDateTime createdAt,
        OffsetDateTime expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connectUrl) {

    /** The reason why a session failed. */
    record FailureView(String code, String description) {

        static @Nullable FailureView of(Optional<SessionError> error) {
            return error.map(e -> new FailureView(e.code().text(), e.description())).orElse(null);
        }
    }

    static ConnectSessionView of(ConnectSession session, @Nullable String connectUrl) {
        Invitation invitation = session.invitation();
        SessionProgress progress = session.progress();
        return new ConnectSessionView(
                session.id(),
                invitation.profileId(),
                invitation.provider(),
                invitation.endUser(),
                invitation.returnUrl().orElse(null),
                invitation.origin().orElse(null),
                invitation.metadata().getMap(),
                invitation.requireConfirmation(),
                progress.status().text(),
                progress.connectionId().or(invitation::reconnects).orElse(null),
                FailureView.of(progress.error()),
                session.clock().createdAt(),
                session.clock().expiresAt(),
                connectUrl);
    }

    @Override
    public String toString() {
        return "ConnectSessionView[" + id + ", " + status + "]";
    }
}
