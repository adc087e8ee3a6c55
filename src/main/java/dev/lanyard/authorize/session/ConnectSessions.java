package dev.lanyard.authorize.session;

import static java.util.stream.Collectors.toMap;

import dev.lanyard.api.Page;
import dev.lanyard.api.PageRequest;
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
import java.util.Map;

/**
 * Reads connect sessions by SQL, which tells in the same statement what is under way for one. What
 * changes one does so under its row's lock: {@link #lock}. {@link Invitations} creates them.
 */
@ApplicationScoped
public class ConnectSessions {
    static final String COLUMNS =
            """
            s.*, p.provider, p.status = 'disabled' AS profile_disabled,
            p.credentials_status = 'rejected' AS profile_rejected, s.expires_at <= now() AS past,
            EXISTS (SELECT FROM authorization_request r
                    WHERE r.tenant_id = s.tenant_id AND r.session_id = s.id AND r.ended_at IS NULL
                      AND CASE WHEN r.sent_at IS NULL THEN r.redeemed_at IS NULL AND r.expires_at > now()
                          ELSE NOT EXISTS (SELECT FROM waiting_grant w WHERE w.tenant_id = r.tenant_id
                                           AND w.session_id = r.session_id AND w.request_id = r.id) END
                    OFFSET 0) AS under_way, -- by its key: a hash would be made of all requests
            EXISTS (SELECT FROM waiting_grant w WHERE w.tenant_id = s.tenant_id AND w.session_id = s.id
                    AND w.reason = 'account') AS waits_for_account
            """;
    private static final String TABLES =
            """
            connect_session s
            JOIN connector_profile p ON p.tenant_id = s.tenant_id AND p.id = s.connector_profile_id
            """;
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM " + TABLES + " WHERE s.tenant_id = $1 AND s.id = $2";
    private static final String FIND_BY_TOKEN =
            "SELECT "
                    + COLUMNS
                    + " FROM "
                    + TABLES
                    + " WHERE s.tenant_id = $1 AND s.token_hash = $2";
    private static final String LOCK =
            "SELECT 1 FROM connect_session WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String OVERDUE =
            "SELECT * FROM (SELECT "
                    + COLUMNS
                    + " FROM "
                    + TABLES
                    + """
                    WHERE s.expires_at <= now() AND s.status IN ('pending', 'authorizing', 'awaiting_confirmation')) AS past
                    WHERE status <> 'authorizing' OR NOT under_way ORDER BY expires_at LIMIT 100
                    """;

    private static final String NEWEST =
            "SELECT "
                    + COLUMNS
                    + " FROM "
                    + TABLES
                    + """
                    WHERE s.tenant_id = $1 AND (s.created_at, s.id) < ($2, $3)
                    ORDER BY s.created_at DESC, s.id DESC LIMIT $4
                    """;

    /** Of those made within a day, at most 10,000: a picture, no account. */
    private static final String LAST_DAY =
            """
            SELECT status, count(*) AS sessions
            FROM (SELECT status FROM connect_session
                  WHERE tenant_id = $1 AND created_at > now() - interval '1 day'
                  ORDER BY created_at DESC, id DESC LIMIT 10000) AS newest
            GROUP BY status
            """;

    private final Pool pool;

    ConnectSessions(Pool pool) {
        this.pool = pool;
    }

    /** The session; fails with {@code not_found}. */
    public Uni<ConnectSession> get(String tenantId, String id) {
        return get(pool, tenantId, id);
    }

    /** Newest first. */
    public Uni<Page<ConnectSession>> list(String tenantId, PageRequest request) {
        return pool.preparedQuery(NEWEST)
                .execute(
                        Tuple.of(
                                tenantId,
                                request.after().createdAt(),
                                request.after().id(),
                                request.limit() + 1))
                .map(rows -> Page.of(rows, ConnectSession::of, request, ConnectSessions::position));
    }

    private static PageRequest.Position position(ConnectSession session) {
        return new PageRequest.Position(session.clock().createdAt(), session.id());
    }

    /** How many of the last day's sessions stand at each status. */
    public Uni<Map<String, Long>> countOfLastDay(String tenantId) {
        return pool.preparedQuery(LAST_DAY)
                .execute(Tuple.of(tenantId))
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                toMap(
                                                        row -> row.getString("status"),
                                                        row -> row.getLong("sessions"))));
    }

    private static Uni<ConnectSession> get(SqlClient client, String tenantId, String id) {
        return client.preparedQuery(FIND).execute(Tuple.of(tenantId, id)).map(ConnectSessions::one);
    }

    /** The session that this text is the connect token of; fails with {@code not_found}. */
    public Uni<ConnectSession> byToken(String text) {
        TenantToken token = TenantToken.parse("ct", text).orElseThrow(ProblemException::notFound);
        return pool.preparedQuery(FIND_BY_TOKEN)
                .execute(Tuple.of(token.tenantId(), Buffer.buffer(token.hash())))
                .map(ConnectSessions::one);
    }

    /**
     * The session, changed by nobody else until this transaction ends; fails with {@code
     * not_found}. It is read after the lock is had, so that it tells what the last holder did.
     */
    public Uni<ConnectSession> lock(SqlClient transaction, String tenantId, String id) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(tenantId, id))
                .chain(() -> get(transaction, tenantId, id));
    }

    /** Some whose time is up, of all tenants. */
    public Uni<List<ConnectSession>> overdue() {
        return pool.query(OVERDUE)
                .execute()
                .map(rows -> rows.stream().map(ConnectSession::of).toList());
    }

    private static ConnectSession one(RowSet<Row> rows) {
        if (!rows.iterator().hasNext()) {
            throw ProblemException.notFound();
        }
        return ConnectSession.of(rows.iterator().next());
    }
}
