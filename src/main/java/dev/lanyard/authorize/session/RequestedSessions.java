package dev.lanyard.authorize.session;

import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.id.TenantToken;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads an authorization request and its session by one statement: a callback needs both. */
@ApplicationScoped
public class RequestedSessions {
    private static final String SELECT =
            """
            SELECT SESSION, p.frame_ancestors,
                asked.id AS asked_id, asked.session_id, asked.browser_hash,
                asked.confirmation_hash AS asked_confirmation_hash, asked.code_verifier,
                asked.redirect_uri, asked.account, asked.popup,
                asked.expires_at > now() AS alive, asked.redeemed_at IS NOT NULL AS redeemed,
                asked.ended_at IS NOT NULL AS ended, asked.provider AS asked_provider,
                asked.error_code AS asked_error_code,
                asked.error_description AS asked_error_description,
                (SELECT w.request_id FROM waiting_grant w
                 WHERE w.tenant_id = s.tenant_id AND w.session_id = s.id
                   AND w.reason = 'account') AS holder,
                KNOWN AS known
            FROM authorization_request asked
            JOIN connect_session s ON s.tenant_id = asked.tenant_id AND s.id = asked.session_id
            JOIN connector_profile p ON p.tenant_id = s.tenant_id AND p.id = s.connector_profile_id
            WHERE asked.tenant_id = $1
            """
                    .replace("SESSION", ConnectSessions.COLUMNS);
    private static final String PLAIN = SELECT.replace("KNOWN", "NULL::text");
    private static final String FIND = PLAIN + "AND asked.state_hash = $2";
    private static final String GET = PLAIN + "AND asked.id = $2";

    private static final String LOCK =
            "SELECT 1 FROM connect_session WHERE tenant_id = $1 AND id = $2 FOR UPDATE";

    /**
     * Under the session's lock: what the request and the session are, who the end user was before,
     * and what the journey came to. A settlement that was written already, its commit unheard,
     * writes no step. The profile is locked, so that no other journey makes a twin.
     */
    private static final String SETTLE =
            """
            WITH noted AS (
                ADDED -- $3 steps
            )
            """
                            .replace(
                                    "ADDED",
                                    SessionTimeline.ADDED.replace(
                                            "STEPS",
                                            "CASE WHEN EXISTS (SELECT FROM authorization_request"
                                                    + " WHERE tenant_id = $1 AND id = $4 AND"
                                                    + " ended_at IS NOT NULL AND error_code IS"
                                                    + " NULL) THEN '[]' ELSE $3::jsonb END"))
                    + SELECT.replace(
                            "KNOWN",
                            """
                            (SELECT c.id FROM connection c
                             WHERE c.tenant_id = $1 -- $1 tenant
                               AND c.connector_profile_id = s.connector_profile_id
                               AND c.end_user_id = s.end_user_id
                               AND c.account_id = $5 -- $5 account that came back
                               AND c.grant_type = 'authorization_code')
                            """)
                    + """
                    AND asked.id = $4 -- $4 request
                    FOR NO KEY UPDATE OF p
                    """;

    private final Pool pool;

    RequestedSessions(Pool pool) {
        this.pool = pool;
    }

    /** Those that this {@code state} belongs to; fails with {@link UnboundCallbackException}. */
    public Uni<RequestedSession> byState(String state) {
        TenantToken token =
                TenantToken.parse("st", state).orElseThrow(UnboundCallbackException::new);
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(token.tenantId(), Buffer.buffer(token.hash())))
                .map(rows -> first(rows).orElseThrow(UnboundCallbackException::new));
    }

    /** As they are now; fails with {@code not_found}. */
    public Uni<RequestedSession> again(AuthorizationRequest request) {
        return pool.preparedQuery(GET)
                .execute(Tuple.of(request.tenantId(), request.id()))
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound));
    }

    /**
     * As they are, changed by nobody else until this transaction ends, nor is the end user given
     * another connection of this profile; fails with {@code not_found}. They are read after the
     * lock is had, so that they tell what the last holder did.
     *
     * @param accountId that came back
     * @param steps to write down with it
     */
    public Uni<RequestedSession> settling(
            SqlClient transaction,
            AuthorizationRequest request,
            Optional<String> accountId,
            List<TimelineStep> steps) {
        Tuple values =
                Tuple.of(
                        request.tenantId(),
                        request.sessionId(),
                        SessionTimeline.rows(request.sessionId(), steps),
                        request.id(),
                        accountId.orElse(null));
        return lock(transaction, request)
                .chain(() -> transaction.preparedQuery(SETTLE).execute(values))
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound));
    }

    /** Locks the session of a request, and reads nothing; fails with {@code not_found}. */
    public Uni<Void> lock(SqlClient transaction, AuthorizationRequest request) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(request.tenantId(), request.sessionId()))
                .invoke(RequestedSessions::requireAny)
                .replaceWithVoid();
    }

    private static void requireAny(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
    }

    private static Optional<RequestedSession> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(RequestedSession::of);
    }
}
