package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.RequestedSessions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionLimits;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Claims the authorization response: the first caller wins, all others get false. Under the
 * session's lock, by one conditional UPDATE that also says "sent" before the code goes out
 * (docs/architecture.md#invariants).
 */
@ApplicationScoped
class ResponseClaim {
    /** Taken in any case; it counts, and is presented, where the session has not ended. */
    private static final String CLAIM =
            """
            WITH session AS (
                SELECT status, NOT cancelled AND status IN ('authorizing', 'failed') AS unfinished,
                    NOT $5 OR (SELECT count(sent_at) FROM authorization_request
                               WHERE tenant_id = $1 AND session_id = $2) < MOST AS allowed
                FROM connect_session
                WHERE tenant_id = $1 AND id = $2 -- $1 tenant, $2 session
            ), redeemed AS (
                UPDATE authorization_request r
                SET redeemed_at = now(),
                    -- $5 whether a code goes out next
                    sent_at = CASE WHEN $5 AND session.unfinished AND session.allowed THEN now() END
                FROM session
                WHERE r.tenant_id = $1 AND r.id = $4 -- $4 request
                  AND r.redeemed_at IS NULL AND r.expires_at > now()
                RETURNING session.status, session.unfinished, session.allowed
            ), counting AS (
                UPDATE connect_session s
                SET status = 'authorizing', request_id = $4, error_code = NULL, error_description = NULL
                FROM redeemed
                WHERE s.tenant_id = $1 AND s.id = $2 AND redeemed.unfinished AND redeemed.allowed
            ), noted AS (
                ADDED
            )
            SELECT status, unfinished, allowed FROM redeemed
            """
                    .replace("MOST", String.valueOf(SessionLimits.MOST_PRESENTED))
                    .replace("ADDED", SessionTimeline.ADDED)
                    .replace(
                            "STEPS",
                            "CASE WHEN (SELECT unfinished AND allowed FROM redeemed)"
                                    + " THEN $3::jsonb ELSE '[]' END");

    private final Pool pool;
    private final RequestedSessions sessions;
    private final AuthorizationRequests requests;
    private final SessionTimeline timeline;

    ResponseClaim(
            Pool pool,
            RequestedSessions sessions,
            AuthorizationRequests requests,
            SessionTimeline timeline) {
        this.pool = pool;
        this.sessions = sessions;
        this.requests = requests;
        this.timeline = timeline;
    }

    /**
     * A response that a browser brought.
     *
     * @param sends a code goes out next: recorded as sent with the claim
     * @param step for the session's time line
     */
    record BroughtResponse(AuthorizationRequest request, boolean sends, TimelineStep step) {

        private Tuple values() {
            return Tuple.of(
                    request.tenantId(),
                    request.sessionId(),
                    SessionTimeline.rows(request.sessionId(), List.of(step)),
                    request.id(),
                    sends);
        }
    }

    /** Takes it; false if it was taken before, or its session has ended meanwhile. */
    Uni<Boolean> claim(BroughtResponse brought) {
        return pool.withTransaction(transaction -> claim(transaction, brought));
    }

    private Uni<Boolean> claim(SqlClient transaction, BroughtResponse brought) {
        return sessions.lock(transaction, brought.request())
                .chain(() -> transaction.preparedQuery(CLAIM).execute(brought.values()))
                .chain(rows -> concluded(transaction, brought.request(), rows));
    }

    private Uni<Boolean> concluded(
            SqlClient transaction, AuthorizationRequest request, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Uni.createFrom().item(false);
        }
        Row row = rows.iterator().next();
        boolean unfinished = row.getBoolean("unfinished");
        return unfinished && row.getBoolean("allowed")
                ? Uni.createFrom().item(true)
                : close(transaction, request, unfinished, row.getString("status"));
    }

    private Uni<Boolean> close(
            SqlClient transaction,
            AuthorizationRequest request,
            boolean unfinished,
            String status) {
        Optional<SessionError> error =
                unfinished ? Optional.of(SessionLimits.SPENT) : Optional.empty();
        return requests.end(transaction, request, error)
                .chain(
                        () ->
                                timeline.add(
                                        transaction,
                                        request.tenantId(),
                                        request.sessionId(),
                                        late(error, status)))
                .replaceWith(false);
    }

    private static TimelineStep late(Optional<SessionError> error, String status) {
        return TimelineStep.refused(
                JourneyStep.RETURNED,
                error.map(SessionError::told)
                        .orElse("Nothing was presented: the session was " + status + " already."));
    }
}
