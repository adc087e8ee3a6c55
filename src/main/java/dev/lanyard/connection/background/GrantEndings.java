package dev.lanyard.connection.background;

import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Tells the ends of grants when they come, though nobody reads: the one that the provider announced
 * 14, 3 and 1 days ahead, and that of an access token without a refresh token (rule 28). Each row
 * is taken by one replica, by two partial indexes, at most a hundred at a time.
 */
@ApplicationScoped
class GrantEndings {
    private static final Logger LOG = Logger.getLogger(GrantEndings.class);

    /** A client's own token (grant_type, from V8 on) is renewed by asking again. */
    private static final String END =
            """
            WITH due AS (
                SELECT tenant_id, connection_id FROM token_set WHERE ends_at <= now()
                ORDER BY ends_at LIMIT 100 FOR UPDATE SKIP LOCKED
            ), ended AS (
                UPDATE token_set t SET ends_at = NULL
                FROM due WHERE t.tenant_id = due.tenant_id AND t.connection_id = due.connection_id
                RETURNING t.tenant_id, t.connection_id
            ), changed AS (
                UPDATE connection c
                SET health = 'reconnect_required', reason_code = 'grant_revoked',
                    reason_detail = 'The provider gave no refresh token, and the access token has expired.',
                    reason_since = now(), updated_at = now()
                FROM ended
                WHERE c.tenant_id = ended.tenant_id AND c.id = ended.connection_id
                  AND c.health <> 'reconnect_required'
                  AND to_jsonb(c) ->> 'grant_type' IS DISTINCT FROM 'client_credentials'
                RETURNING c.tenant_id, c.id, c.reason_code, c.reason_detail, c.awaiting_confirmation
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT tenant_id, random_id('evt_'), 'connection.reconnect_required', id,
                       jsonb_build_object('connection_id', id, 'reason', reason_code, 'detail', reason_detail)
                FROM changed WHERE NOT awaiting_confirmation
            )
            SELECT pg_notify('lanyard_tokens', connection_id) FROM ended
            """;

    private static final String TELL =
            """
            WITH due AS (
                SELECT tenant_id, connection_id FROM token_set WHERE expiring_at <= now()
                ORDER BY expiring_at LIMIT 100 FOR UPDATE SKIP LOCKED
            ), told AS (
                UPDATE token_set t SET expiring_at = next_expiry_notice(t.grant_expires_at)
                FROM due WHERE t.tenant_id = due.tenant_id AND t.connection_id = due.connection_id
                RETURNING t.tenant_id, t.connection_id, t.grant_expires_at
            )
            INSERT INTO event (tenant_id, id, type, subject, data)
            SELECT t.tenant_id, random_id('evt_'), 'connection.expiring', c.id,
                   jsonb_build_object('connection_id', c.id, 'connector_profile_id', c.connector_profile_id,
                       'provider', c.provider, 'end_user_id', c.end_user_id, 'account_id', c.account_id,
                       'grant_expires_at', to_char(t.grant_expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            FROM told t JOIN connection c ON c.tenant_id = t.tenant_id AND c.id = t.connection_id
            WHERE c.health <> 'reconnect_required' AND NOT c.awaiting_confirmation
              AND t.grant_expires_at > now()
            """;

    private final RecurringTask sweeping = new RecurringTask(LOG, "Telling of ends of grants");
    private final Pool pool;

    GrantEndings(Pool pool) {
        this.pool = pool;
    }

    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return sweeping.run(
                pool.preparedQuery(END)
                        .execute()
                        .chain(() -> pool.preparedQuery(TELL).execute())
                        .replaceWithVoid());
    }
}
