package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.WaitingGrants.Waiting;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.RequestedSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionStatus;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.notify.Events;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * The changes of a session, each in a transaction that holds its lock. Failing and expiring tell
 * {@code connect_session.failed} in the same transaction, and every end drops what waited.
 */
@ApplicationScoped
class SessionChanges {
    private static final String PROGRESS =
            """
            UPDATE connect_session SET status = 'authorizing', request_id = $3, error_code = NULL, error_description = NULL
            WHERE tenant_id = $1 AND id = $2
            """;
    private static final String END =
            """
            UPDATE connect_session
            SET status = $3, -- $3 failed or expired
                error_code = $4, error_description = $5, -- $4 error's code, $5 its sentence
                cancelled = $6, -- $6 whether the tenant withdrew it
                connection_id = NULL
            WHERE tenant_id = $1 AND id = $2 -- $1 tenant, $2 session
            """;
    private static final String CONNECT =
            """
            UPDATE connect_session
            SET status = 'connected', connection_id = $3, confirmed = require_confirmation,
                error_code = NULL, error_description = NULL
            WHERE tenant_id = $1 AND id = $2
            """;

    /** With the request that brought the connection, and what waited with the session. */
    private static final String BROUGHT =
            """
            WITH connected AS (
                UPDATE connect_session
                SET status = 'connected',
                    request_id = $4, connection_id = $5, -- $4 request, $5 connection that it brought
                    confirmed = require_confirmation, error_code = NULL, error_description = NULL
                WHERE tenant_id = $1 AND id = $2
            ), ended AS (
                UPDATE authorization_request
                SET ended_at = now(), error_code = NULL, error_description = NULL, code_verifier = NULL,
                    account = coalesce($6, account) -- $6 who came back, for people
                WHERE tenant_id = $1 AND id = $4
            ), left_over AS (
                DELETE FROM waiting_grant
                WHERE tenant_id = $1 AND session_id = $2 -- $1 tenant, $2 session
            )
            ADDED
            """
                    .replace("ADDED", SessionTimeline.ADDED.replace("STEPS", "$3::jsonb"));

    private static final String AWAIT =
            """
            UPDATE connect_session
            SET status = 'awaiting_confirmation',
                connection_id = $3, request_id = $4, -- $3 connection, $4 request that brought it
                confirmation_hash = $5, -- $5 confirmation, hashed
                error_code = NULL, error_description = NULL,
                expires_at = greatest(expires_at, now() + interval '10 minutes')
            WHERE tenant_id = $1 AND id = $2 -- $1 tenant, $2 session
            """;

    private final Events events;
    private final WaitingGrants waiting;
    private final SessionMeters meters;
    private final SessionTimeline timeline;

    SessionChanges(
            Events events, WaitingGrants waiting, SessionMeters meters, SessionTimeline timeline) {
        this.events = events;
        this.waiting = waiting;
        this.meters = meters;
        this.timeline = timeline;
    }

    /**
     * This request is the one that counts now.
     *
     * @param step by which it does
     */
    Uni<Void> authorizing(
            SqlClient transaction, ConnectSession session, String requestId, TimelineStep step) {
        return transaction
                .preparedQuery(PROGRESS)
                .execute(Tuple.of(session.tenantId(), session.id(), requestId))
                .chain(() -> took(transaction, session, step));
    }

    /** Writes down a step that the session took. */
    Uni<Void> took(SqlClient transaction, ConnectSession session, TimelineStep step) {
        return timeline.add(transaction, session.tenantId(), session.id(), step);
    }

    /**
     * The session failed, or ran out of time.
     *
     * @return what waited with it, of no use now
     */
    Uni<Optional<Waiting>> fail(SqlClient transaction, ConnectSession session, SessionError error) {
        return end(transaction, session, error, false);
    }

    /** The tenant withdrew the session: failed for good. Returns what waited with it. */
    Uni<Optional<Waiting>> cancel(
            SqlClient transaction, ConnectSession session, SessionError error) {
        return end(transaction, session, error, true);
    }

    private Uni<Optional<Waiting>> end(
            SqlClient transaction, ConnectSession session, SessionError error, boolean cancelled) {
        SessionStatus status = session.progress().ended(error).status();
        meters.failed(transaction, session, error.code());
        return transaction
                .preparedQuery(END)
                .execute(
                        Tuple.of(
                                session.tenantId(),
                                session.id(),
                                status.text(),
                                error.code().text(),
                                error.description(),
                                cancelled))
                .chain(() -> publish(transaction, session, status, error))
                .chain(() -> took(transaction, session, endStep(status, error, cancelled)))
                .chain(() -> waiting.claim(transaction, session));
    }

    private static TimelineStep endStep(
            SessionStatus status, SessionError error, boolean cancelled) {
        if (cancelled) {
            return TimelineStep.succeeded(JourneyStep.CANCELLED, error.description());
        }
        return status == SessionStatus.EXPIRED
                ? TimelineStep.failed(JourneyStep.EXPIRED, error.description())
                : TimelineStep.failed(JourneyStep.FAILED, error.told());
    }

    private Uni<Void> publish(
            SqlClient transaction,
            ConnectSession session,
            SessionStatus status,
            SessionError error) {
        JsonObject data =
                new JsonObject()
                        .put("session_id", session.id())
                        .put("connector_profile_id", session.invitation().profileId())
                        .put("end_user_id", session.invitation().endUser().id())
                        .put("connection_id", session.invitation().reconnects().orElse(null))
                        .put("status", status.text())
                        .put("error", error.json());
        return events.record(
                transaction, session.tenantId(), "connect_session.failed", session.id(), data);
    }

    /** The session brought this connection, by the request that counts, and is spent. */
    Uni<Void> connected(SqlClient transaction, ConnectSession session, String connectionId) {
        meters.count(transaction, session, SessionMeters.FunnelStep.CONNECTED);
        return transaction
                .preparedQuery(CONNECT)
                .execute(Tuple.of(session.tenantId(), session.id(), connectionId))
                .chain(() -> took(transaction, session, connectedStep(session, connectionId)));
    }

    /**
     * The same by a request of its own, which ends with it; what waited is dropped.
     *
     * @param account who came back, in words for people
     */
    Uni<Void> connected(
            SqlClient transaction,
            RequestedSession requested,
            String connectionId,
            Optional<String> account) {
        ConnectSession session = requested.session();
        meters.count(transaction, session, SessionMeters.FunnelStep.CONNECTED);
        List<TimelineStep> steps = List.of(connectedStep(session, connectionId));
        Tuple values =
                Tuple.of(
                        session.tenantId(),
                        session.id(),
                        SessionTimeline.rows(session.id(), steps),
                        requested.request().id(),
                        connectionId,
                        account.orElse(null));
        return transaction.preparedQuery(BROUGHT).execute(values).replaceWithVoid();
    }

    private static TimelineStep connectedStep(ConnectSession session, String connectionId) {
        return TimelineStep.succeeded(
                session.status() == SessionStatus.AWAITING_CONFIRMATION
                        ? JourneyStep.CONFIRMED
                        : JourneyStep.STORED,
                connectionId);
    }

    /**
     * The tenant's own confirmation is awaited, for at least ten minutes.
     *
     * @param confirmationHash of what only the browser that made the callback gets
     */
    Uni<Void> awaiting(
            SqlClient transaction,
            ConnectSession session,
            String requestId,
            String connectionId,
            Buffer confirmationHash) {
        return transaction
                .preparedQuery(AWAIT)
                .execute(
                        Tuple.of(
                                session.tenantId(),
                                session.id(),
                                connectionId,
                                requestId,
                                confirmationHash))
                .chain(() -> took(transaction, session, awaitingStep(connectionId)));
    }

    private static TimelineStep awaitingStep(String connectionId) {
        return TimelineStep.waiting(
                JourneyStep.STORED, connectionId + " awaits the tenant's confirmation.");
    }
}
