package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tokens that wait with their session, sealed: one set for each. */
@ApplicationScoped
class WaitingGrants {
    private static final String PUT =
            """
            INSERT INTO waiting_grant (tenant_id, session_id, request_id, sealed, reason, ask_at)
            VALUES (
                $1, -- $1 tenant
                $2, -- $2 session
                $3, -- $3 request that brought it
                $4, -- $4 grant, sealed
                $5, -- $5 reason: confirmation or account
                CASE WHEN $5 = 'account' THEN now() + interval '5 seconds' END)
            ON CONFLICT (tenant_id, session_id) DO UPDATE
            SET request_id = excluded.request_id, sealed = excluded.sealed, reason = excluded.reason,
                ask_at = excluded.ask_at, asked = 0, created_at = now()
            """;
    private static final String TAKE =
            """
            DELETE FROM waiting_grant WHERE tenant_id = $1 AND session_id = $2
            RETURNING *, extract(epoch FROM now() - created_at)::bigint AS waited
            """;
    private static final String HOLDER =
            "SELECT request_id FROM waiting_grant WHERE tenant_id = $1 AND session_id = $2 AND"
                    + " reason = 'account'";
    private static final String CLAIM =
            """
            UPDATE waiting_grant SET asked = asked + 1, ask_at = now() + least(300, 5 * 2 ^ least(asked + 1, 10)) * interval '1 second'
            WHERE (tenant_id, session_id) IN (
                SELECT tenant_id, session_id FROM waiting_grant WHERE ask_at <= now()
                ORDER BY ask_at LIMIT 20 FOR UPDATE SKIP LOCKED)
            RETURNING *, extract(epoch FROM now() - created_at)::bigint AS waited
            """;

    private final Pool pool;

    WaitingGrants(Pool pool) {
        this.pool = pool;
    }

    /** The reason why tokens wait. */
    enum Reason {
        /** The tenant's word that the right browser came back. */
        CONFIRMATION,
        /** The provider's word whose they are. */
        ACCOUNT;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A grant that waits, sealed.
     *
     * @param waited seconds
     */
    record Waiting(
            String tenantId, String sessionId, String requestId, Buffer sealed, long waited) {

        static Waiting of(Row row) {
            return new Waiting(
                    row.getString("tenant_id"),
                    row.getString("session_id"),
                    row.getString("request_id"),
                    row.get(Buffer.class, "sealed"),
                    row.getLong("waited"));
        }

        GrantDecision.Granted open(DataKey key) {
            return SealedGrant.open(key, sessionId, sealed, waited);
        }
    }

    /** Leaves a grant with its session, in place of one that waited there before. */
    Uni<Void> put(
            SqlClient transaction,
            ConnectSession session,
            String requestId,
            Buffer sealed,
            Reason reason) {
        return transaction
                .preparedQuery(PUT)
                .execute(
                        Tuple.of(
                                session.tenantId(), session.id(), requestId, sealed, reason.text()))
                .replaceWithVoid();
    }

    /** Takes away what waits with this session, if anything does. */
    Uni<Optional<Waiting>> claim(SqlClient transaction, ConnectSession session) {
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(session.tenantId(), session.id()))
                .map(rows -> rows.stream().findFirst().map(Waiting::of));
    }

    /** The request whose tokens wait for their account, if any. */
    Uni<Optional<String>> holder(SqlClient transaction, ConnectSession session) {
        return transaction
                .preparedQuery(HOLDER)
                .execute(Tuple.of(session.tenantId(), session.id()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("request_id")));
    }

    /** Those whose account may be asked for again now; each is put off by a growing pause. */
    Uni<List<Waiting>> due() {
        return pool.query(CLAIM).execute().map(rows -> rows.stream().map(Waiting::of).toList());
    }
}
