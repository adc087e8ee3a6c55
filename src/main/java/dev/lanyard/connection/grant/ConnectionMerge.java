package dev.lanyard.connection.grant;

import dev.lanyard.provider.Account;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose account has become known. Where its end user had that account on the profile
 * already, the elder takes the newer tokens and the younger's id answers as the elder for 30 days.
 */
@ApplicationScoped
class ConnectionMerge {
    /** As journeys do, so that no twin comes into being meanwhile. */
    private static final String LOCK =
            """
            SELECT p.id FROM connector_profile p
            JOIN connection c ON c.tenant_id = p.tenant_id AND c.connector_profile_id = p.id
            WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE OF p
            """;

    private static final String ROWS =
            """
            SELECT c.id, c.id = $2 AS younger, t.access_token, t.refresh_token,
                t.presented_at IS NOT NULL AS marked
            FROM connection c
            JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id
            JOIN connection y ON y.tenant_id = c.tenant_id AND y.id = $2 AND y.account_id IS NULL
            WHERE c.tenant_id = $1 AND (c.id = $2 OR (
                c.connector_profile_id = y.connector_profile_id AND c.grant_type = y.grant_type
                AND c.end_user_id = y.end_user_id AND c.account_id = $3))
            ORDER BY younger FOR UPDATE OF c, t
            """;
    private static final String NAME =
            """
            WITH known AS (
                UPDATE connection
                SET account_id = $3, account_name = $4, -- $3 account's id, $4 name
                    account_username = $5, account_email = $6, -- $5 username, $6 email
                    account_avatar_url = $7, account_profile_url = $8, -- $7 avatar_url, $8 profile_url
                    account_ask_at = NULL,
                    health = CASE reason_code WHEN 'account_unknown' THEN 'active' ELSE health END,
                    reason_detail = CASE reason_code WHEN 'account_unknown' THEN NULL ELSE reason_detail END,
                    reason_since = CASE reason_code WHEN 'account_unknown' THEN NULL ELSE reason_since END,
                    reason_code = nullif(reason_code, 'account_unknown'), updated_at = now()
                WHERE tenant_id = $1 AND id = $2 AND account_id IS NULL -- $1 tenant, $2 connection
                RETURNING id, health, awaiting_confirmation, grant_type
            )
            INSERT INTO event (tenant_id, id, type, subject, data)
            SELECT $1, random_id('evt_'), 'connection.recovered', id,
                   jsonb_build_object('connection_id', id, 'former_reason', 'account_unknown')
            FROM known
            WHERE health = 'active' AND NOT awaiting_confirmation AND grant_type = 'authorization_code'
            """;
    private static final String MOVE =
            """
            UPDATE token_set e
            SET version = e.version + 1, parent_version = NULL,
                access_token = $4, -- $4 access_token, sealed for the elder
                refresh_token = coalesce($5, e.refresh_token), -- $5 refresh_token, likewise
                token_type = y.token_type, scopes = y.scopes, issued_at = y.issued_at,
                expires_at = y.expires_at, grant_expires_at = y.grant_expires_at, refreshed_at = y.refreshed_at, lease_until = NULL,
                presented_at = NULL, attempts = 0, retry_at = NULL, suspect = false, spare = NULL,
                due_at = y.due_at
            FROM token_set y
            WHERE e.tenant_id = $1 AND e.connection_id = $2 -- $1 tenant, $2 elder connection
              AND y.tenant_id = $1 AND y.connection_id = $3 -- $3 younger one
            """;
    private static final String REVIVE =
            """
            UPDATE connection e SET health = 'active', reason_code = NULL, reason_detail = NULL,
                reason_since = NULL, awaiting_confirmation = false, granted = y.granted,
                updated_at = now()
            FROM connection y
            WHERE e.tenant_id = $1 AND e.id = $2 AND y.tenant_id = $1 AND y.id = $3
            """;

    /** What was imported under the younger's id is not imported again as a new connection. */
    private static final String REMEMBER =
            """
            UPDATE imported_token SET connection_id = $2 WHERE tenant_id = $1 AND connection_id = $3
            """;

    private static final String BURY =
            """
            WITH gone AS (
                DELETE FROM connection WHERE tenant_id = $1 AND id = $3
            ), alias AS (
                INSERT INTO connection_alias (tenant_id, id, connection_id, until)
                VALUES ($1, $3, $2, now() + interval '30 days')
            )
            INSERT INTO event (tenant_id, id, type, subject, data)
            VALUES ($1, random_id('evt_'), 'connection.reconnected', $2,
                    jsonb_build_object('connection_id', $2::text)),
                   ($1, random_id('evt_'), 'connection.deleted', $3,
                    jsonb_build_object('connection_id', $3::text, 'merged_into', $2::text))
            """;

    private final Pool pool;
    private final Vault vault;

    ConnectionMerge(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** Writes whose account it is, merging it into an elder connection of the same end user. */
    Uni<Void> found(ConnectionRef younger, Account account) {
        return vault.dataKey(younger.tenantId())
                .chain(key -> pool.withTransaction(t -> found(t, key, younger, account)));
    }

    private static Uni<Void> found(
            SqlClient transaction, DataKey key, ConnectionRef younger, Account account) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(younger.tenantId(), younger.id()))
                .chain(
                        () ->
                                transaction
                                        .preparedQuery(ROWS)
                                        .execute(
                                                Tuple.of(
                                                        younger.tenantId(),
                                                        younger.id(),
                                                        account.id())))
                .chain(
                        rows ->
                                rows.size() == 2
                                        ? merge(transaction, key, younger, rows)
                                        : name(transaction, younger, account));
    }

    private static Uni<Void> name(
            SqlClient transaction, ConnectionRef connection, Account account) {
        Tuple values =
                Tuple.of(connection.tenantId(), connection.id(), account.id())
                        .addString(account.name())
                        .addString(account.username())
                        .addString(account.email())
                        .addString(account.avatarUrl())
                        .addString(account.profileUrl());
        return transaction.preparedQuery(NAME).execute(values).replaceWithVoid();
    }

    /** The rows come with the elder first. */
    private static Uni<Void> merge(
            SqlClient transaction, DataKey key, ConnectionRef younger, RowSet<Row> rows) {
        var each = rows.iterator();
        String elder = each.next().getString("id");
        Row tokens = each.next();
        if (tokens.getBoolean("marked")) {
            return Uni.createFrom()
                    .voidItem(); // its response is under way: asked again, merged then
        }
        Tuple both = Tuple.of(younger.tenantId(), elder, younger.id());
        Tuple move =
                Tuple.of(younger.tenantId(), elder, younger.id())
                        .addValue(moved(key, SealedTokens.ACCESS, tokens, "access_token", elder))
                        .addValue(moved(key, SealedTokens.REFRESH, tokens, "refresh_token", elder));
        return transaction
                .preparedQuery(MOVE)
                .execute(move)
                .chain(
                        () ->
                                transaction
                                        .preparedQuery(REVIVE)
                                        .execute(Tuple.of(younger.tenantId(), elder, younger.id())))
                .chain(() -> transaction.preparedQuery(REMEMBER).execute(both))
                .chain(() -> transaction.preparedQuery(BURY).execute(both))
                .replaceWithVoid();
    }

    /** Sealed for its new owner. */
    private static @Nullable Buffer moved(
            DataKey key, String purpose, Row row, String column, String elder) {
        io.vertx.mutiny.core.buffer.Buffer sealed = row.getBuffer(column);
        if (sealed == null) {
            return null;
        }
        String secret = key.open(purpose, row.getString("id"), sealed.getBytes());
        return Buffer.buffer(key.seal(purpose, elder, secret));
    }
}
