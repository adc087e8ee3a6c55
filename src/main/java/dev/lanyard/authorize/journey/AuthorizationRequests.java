package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.database.BatchedDeletion;
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
import org.jspecify.annotations.Nullable;

/**
 * The authorization requests. Each is redeemed once, by one conditional UPDATE that also says
 * "sent" before the code goes out (docs/architecture.md#invariants). Its session's lock is held for
 * every change.
 */
@ApplicationScoped
public class AuthorizationRequests {
    private static final String SELECT =
            """
            SELECT *, expires_at > now() AS alive, redeemed_at IS NOT NULL AS redeemed, ended_at IS NOT NULL AS ended
            FROM authorization_request
            """;
    private static final String GET = SELECT + "WHERE tenant_id = $1 AND id = $2";
    private static final String INSERT =
            """
            INSERT INTO authorization_request (tenant_id, id, session_id, provider, state_hash, browser_hash,
                confirmation_hash, code_verifier, redirect_uri, address, popup, expires_at)
            VALUES (
                $1, -- $1 tenant
                $2, -- $2 id
                $3, -- $3 session
                $4, -- $4 provider
                $5, -- $5 state, hashed
                $6, -- $6 browser's secret, hashed
                $7, -- $7 confirmation, hashed
                $8, -- $8 code_verifier, sealed
                $9, -- $9 redirect_uri
                $10, -- $10 browser's address
                $11, -- $11 whether lanyard.js opened the window
                now() + interval '30 minutes')
            """;
    private static final String END =
            """
            UPDATE authorization_request
            SET ended_at = now(), code_verifier = NULL,
                error_code = $3, error_description = $4, -- $3 error's code, $4 its sentence
                account = coalesce($5, account) -- $5 who came back, for people
            WHERE tenant_id = $1 AND id = $2 -- $1 tenant, $2 request
            """;
    private static final String CAME_BACK =
            "UPDATE authorization_request SET account = $3 WHERE tenant_id = $1 AND id = $2";
    private static final String ABANDONED =
            SELECT
                    + """
                    WHERE sent_at < now() - interval '60 seconds' AND ended_at IS NULL
                      AND NOT EXISTS (SELECT FROM waiting_grant w WHERE w.tenant_id = authorization_request.tenant_id
                          AND w.session_id = authorization_request.session_id AND w.request_id = authorization_request.id)
                    LIMIT 100
                    """;
    private static final int BATCH = 500;
    private static final String FORGET =
            """
            DELETE FROM authorization_request WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM authorization_request
                WHERE created_at < now() - interval '8 days'
                ORDER BY created_at LIMIT %d FOR UPDATE SKIP LOCKED))
            """
                    .formatted(BATCH);

    private final Pool pool;

    AuthorizationRequests(Pool pool) {
        this.pool = pool;
    }

    /**
     * A request that is begun.
     *
     * @param state goes to the provider; only its hash is kept
     * @param browserHash of the secret that the browser gets as a cookie
     * @param confirmationHash of what is derived from it for the tenant to confirm with
     * @param codeVerifier sealed for this id
     * @param address the browser's, for the audit log; null: not known
     * @param popup {@code lanyard.js} opened the window
     */
    record Begun(
            String id,
            String provider,
            TenantToken state,
            byte[] browserHash,
            byte[] confirmationHash,
            Optional<byte[]> codeVerifier,
            Optional<String> redirectUri,
            @Nullable String address,
            boolean popup) {}

    Uni<Void> begin(SqlClient transaction, ConnectSession session, Begun begun) {
        Tuple row =
                Tuple.tuple()
                        .addValue(session.tenantId())
                        .addValue(begun.id())
                        .addValue(session.id())
                        .addValue(begun.provider())
                        .addValue(Buffer.buffer(begun.state().hash()))
                        .addValue(Buffer.buffer(begun.browserHash()))
                        .addValue(Buffer.buffer(begun.confirmationHash()))
                        .addValue(begun.codeVerifier().map(Buffer::buffer).orElse(null))
                        .addValue(begun.redirectUri().orElse(null))
                        .addValue(begun.address())
                        .addValue(begun.popup());
        return transaction.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    public Uni<AuthorizationRequest> get(String tenantId, String id) {
        return get(pool, tenantId, id);
    }

    Uni<AuthorizationRequest> get(SqlClient client, String tenantId, String id) {
        return client.preparedQuery(GET)
                .execute(Tuple.of(tenantId, id))
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound));
    }

    /**
     * Keeps who came back, for the pages that tell the end.
     *
     * @param account in words for people
     */
    Uni<Void> cameBack(SqlClient transaction, AuthorizationRequest request, String account) {
        return transaction
                .preparedQuery(CAME_BACK)
                .execute(Tuple.of(request.tenantId(), request.id(), account))
                .replaceWithVoid();
    }

    /** Nothing more becomes of it. */
    Uni<Void> end(
            SqlClient transaction, AuthorizationRequest request, Optional<SessionError> error) {
        return end(transaction, request, error, Optional.empty());
    }

    /**
     * The same, and who came back is known.
     *
     * @param account in words for people
     */
    Uni<Void> end(
            SqlClient transaction,
            AuthorizationRequest request,
            Optional<SessionError> error,
            Optional<String> account) {
        return transaction
                .preparedQuery(END)
                .execute(
                        Tuple.of(
                                request.tenantId(),
                                request.id(),
                                error.map(e -> e.code().text()).orElse(null),
                                error.map(SessionError::description).orElse(null),
                                account.orElse(null)))
                .replaceWithVoid();
    }

    /** Requests whose code went out a minute ago, and nothing came of it. */
    Uni<List<AuthorizationRequest>> abandoned() {
        return pool.query(ABANDONED)
                .execute()
                .map(rows -> rows.stream().map(AuthorizationRequest::of).toList());
    }

    /** Deletes those that no session can need any more: none lives longer than a week. */
    Uni<Void> forgetOld() {
        return new BatchedDeletion(pool, FORGET, BATCH).run();
    }

    private static Optional<AuthorizationRequest> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(AuthorizationRequest::of);
    }
}
