package dev.lanyard.connection.grant;

import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Account;
import dev.lanyard.provider.Provider;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The two rows that a journey's grant becomes: new, or in the place of what was there (rule 13).
 */
public final class GrantRows {
    /** Both, or the newest alone if there would be more than the 16 KiB that one may send. */
    public static final String MERGED_METADATA =
            """
            CASE WHEN octet_length((c.metadata || excluded.metadata)::text) <= 16384
                THEN c.metadata || excluded.metadata ELSE excluded.metadata END\
            """;

    /**
     * One statement for a new connection, for the one an end user already has (the unique account
     * settles races), and for the one to bring back (its id is given).
     */
    static final String CONNECTION =
            """
            WITH former AS (
                SELECT id, awaiting_confirmation FROM connection
                WHERE tenant_id = $1
                  AND (id = $2 OR (connector_profile_id = $3 AND end_user_id = $5 AND account_id = $8))
                  AND grant_type = 'authorization_code'
                ORDER BY id = $2 DESC LIMIT 1 FOR UPDATE
            )
            INSERT INTO connection AS c (
                tenant_id, id, connector_profile_id, provider, end_user_id, end_user_name,
                end_user_email, account_id, account_name, account_username, account_email,
                account_avatar_url, account_profile_url, granted, metadata, awaiting_confirmation,
                health, reason_code, reason_detail, reason_since, account_ask_at)
            SELECT
                $1, -- $1 tenant
                coalesce((SELECT id FROM former), $2), -- $2 id of a new one, or of the one to bring back
                $3, -- $3 connector profile
                $4, -- $4 provider
                $5, $6, $7, -- $5 end user's id, $6 name, $7 email
                $8, $9, $10, -- $8 account's id, $9 name, $10 username
                $11, $12, $13, -- $11 account's email, $12 avatar_url, $13 profile_url
                $14, -- $14 granted scopes
                $15, -- $15 metadata
                $16, -- $16 whether the tenant has to confirm
                CASE WHEN $8::text IS NULL THEN 'degraded' ELSE 'active' END,
                CASE WHEN $8::text IS NULL THEN 'account_unknown' END,
                CASE WHEN $8::text IS NULL THEN 'Who connected could not be asked; it is asked again.' END,
                CASE WHEN $8::text IS NULL THEN now() END,
                CASE WHEN $8::text IS NULL THEN now() + interval '5 seconds' END
            ON CONFLICT (tenant_id, id) DO UPDATE
            SET end_user_name = coalesce(excluded.end_user_name, c.end_user_name),
                end_user_email = coalesce(excluded.end_user_email, c.end_user_email),
                account_id = coalesce(excluded.account_id, c.account_id),
                account_name = coalesce(excluded.account_name, c.account_name),
                account_username = coalesce(excluded.account_username, c.account_username),
                account_email = coalesce(excluded.account_email, c.account_email),
                account_avatar_url = coalesce(excluded.account_avatar_url, c.account_avatar_url),
                account_profile_url = coalesce(excluded.account_profile_url, c.account_profile_url),
                granted = excluded.granted,
                metadata = MERGED_METADATA,
                awaiting_confirmation = c.awaiting_confirmation AND excluded.awaiting_confirmation,
                health = excluded.health, reason_code = excluded.reason_code,
                reason_detail = excluded.reason_detail, reason_since = excluded.reason_since,
                account_ask_at = excluded.account_ask_at, account_asked = 0, updated_at = now()
            RETURNING c.id, c.connector_profile_id, c.provider, c.end_user_id, c.account_id,
                c.awaiting_confirmation, NOT EXISTS (SELECT 1 FROM former) AS created,
                coalesce((SELECT awaiting_confirmation FROM former), false) AS was_awaiting
            """
                    .replace("MERGED_METADATA", MERGED_METADATA);

    public static final String TOKENS =
            """
            INSERT INTO token_set AS t (
                tenant_id, connection_id, access_token, refresh_token, token_type, scopes,
                issued_at, expires_at, due_at, profile_id, grant_expires_at)
            VALUES (
                $1, $2, -- $1 tenant, $2 connection
                $3, -- $3 access_token, sealed
                $4, -- $4 refresh_token, sealed
                $5, -- $5 token_type
                coalesce($6::text[], '{}'), -- $6 scopes
                now() - $7::float8 * interval '1 second', -- $7 response's age
                now() + ($8::float8 - $7::float8) * interval '1 second', -- $8 access token's lifetime
                KEEP_ALIVE, -- $9 half the idle lifetime
                (SELECT connector_profile_id FROM connection WHERE tenant_id = $1 AND id = $2),
                now() + ($10::float8 - $7::float8) * interval '1 second') -- $10 grant's lifetime
            ON CONFLICT (tenant_id, connection_id) DO UPDATE
            SET version = t.version + 1, parent_version = NULL,
                access_token = excluded.access_token,
                refresh_token = coalesce(excluded.refresh_token, t.refresh_token),
                token_type = excluded.token_type, scopes = excluded.scopes,
                refreshed_at = NULL, lease_until = NULL, presented_at = NULL, attempts = 0,
                retry_at = NULL, suspect = false, spare = NULL, due_at = excluded.due_at,
                profile_id = excluded.profile_id,
                issued_at = excluded.issued_at,
                -- one that can be refreshed after all is: $11 entry's default lifetime
                expires_at = CASE WHEN $11::float8 IS NULL OR t.refresh_token IS NULL THEN excluded.expires_at
                    ELSE excluded.issued_at + $11::float8 * interval '1 second' END,
                grant_expires_at = CASE WHEN excluded.refresh_token IS NULL AND excluded.grant_expires_at IS NULL
                    THEN t.grant_expires_at ELSE excluded.grant_expires_at END
            RETURNING pg_notify('lanyard_tokens', connection_id)
            """
                    .replace("KEEP_ALIVE", KeepAlive.AT.formatted(9));

    /** Rule 28: no refresh token is left, and the access token has an end. */
    static final String WITHOUT_REFRESH_TOKEN =
            """
            UPDATE connection c
            SET health = 'degraded', reason_code = 'refresh_failing', reason_since = now(),
                reason_detail = 'The provider gave no refresh token: the connection ends with its access token.'
            FROM token_set t
            WHERE c.tenant_id = $1 AND c.id = $2 AND c.health = 'active'
              AND t.tenant_id = $1 AND t.connection_id = $2 AND t.ends_at IS NOT NULL
            """;

    private GrantRows() {}

    static Tuple connection(NewGrant grant, String id) {
        Optional<Account> account = grant.account();
        return Tuple.of(grant.tenantId(), id, grant.profileId(), grant.provider())
                .addString(grant.endUser().id())
                .addString(grant.endUser().name())
                .addString(grant.endUser().email())
                .addString(text(account, Account::id))
                .addString(text(account, Account::name))
                .addString(text(account, Account::username))
                .addString(text(account, Account::email))
                .addString(text(account, Account::avatarUrl))
                .addString(text(account, Account::profileUrl))
                .addArrayOfString(SealedTokens.array(grant.granted()))
                .addJsonObject(grant.metadata())
                .addBoolean(grant.awaitingConfirmation());
    }

    private static @Nullable String text(
            Optional<Account> account, Function<Account, @Nullable String> part) {
        return account.isPresent() ? part.apply(account.get()) : null;
    }

    static Tuple tokens(NewGrant grant, String id, SealedTokens tokens, Provider provider) {
        List<String> granted = grant.granted().orElse(List.of());
        return Tuple.of(grant.tenantId(), id)
                .addValue(tokens.accessToken())
                .addValue(tokens.refreshToken())
                .addString(tokens.tokenType())
                .addArrayOfString(
                        tokens.scopes() == null ? SealedTokens.array(granted) : tokens.scopes())
                .addDouble(SqlSeconds.of(tokens.ageNow()))
                .addDouble(SqlSeconds.of(tokens.lifetime()))
                .addDouble(KeepAlive.seconds(provider))
                .addDouble(SealedTokens.seconds(tokens.grantLifetime()))
                .addDouble(tokens.defaultIfRefreshable(provider));
    }
}
