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
     * The tokens' row. {@code PROFILE}: whose connection it is; {@code PLACE}: where it may be
     * written.
     */
    private static final String TOKENS_AT =
            """
            INSERT INTO token_set AS t (
                tenant_id, connection_id, access_token, refresh_token, token_type, scopes,
                issued_at, expires_at, due_at, profile_id, grant_expires_at)
            SELECT
                $1, $2, -- $1 tenant, $2 connection
                $3, -- $3 access_token, sealed
                $4, -- $4 refresh_token, sealed
                $5, -- $5 token_type
                coalesce($6::text[], '{}'), -- $6 scopes
                now() - $7::float8 * interval '1 second', -- $7 response's age
                now() + ($8::float8 - $7::float8) * interval '1 second', -- $8 access token's lifetime
                KEEP_ALIVE, -- $9 half the idle lifetime
                PROFILE,
                now() + ($10::float8 - $7::float8) * interval '1 second' -- $10 grant's lifetime
            PLACE
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
            RETURNING pg_notify('lanyard_tokens', connection_id), ends_at
            """
                    .replace("KEEP_ALIVE", KeepAlive.AT.formatted(9));

    /** The same alone, for a connection that is stored. */
    public static final String TOKENS =
            TOKENS_AT
                    .replace(
                            "PROFILE",
                            "(SELECT connector_profile_id FROM connection"
                                    + " WHERE tenant_id = $1 AND id = $2)")
                    .replace("PLACE\n", "");

    /**
     * One statement for a new connection, for the one an end user already has (the unique account
     * settles races), and for the one to bring back, with its tokens and its event. The tokens are
     * sealed for one id: nothing is written where another is the right one, which is told.
     */
    static final String GRANT =
            """
            WITH former AS (
                SELECT id, awaiting_confirmation FROM connection
                WHERE tenant_id = $1
                  AND (id = $2 OR (connector_profile_id = $12 AND end_user_id = $14 AND account_id = $17))
                  AND grant_type = 'authorization_code'
                ORDER BY id = $2 DESC LIMIT 1 FOR UPDATE
            ), place AS (
                SELECT 1 FROM (VALUES (1)) AS one LEFT JOIN former ON true
                -- $26 whether the id is a new one
                WHERE CASE WHEN former.id IS NULL THEN $26 ELSE former.id = $2 END
            ), tokens AS (
                TOKENS
            ), stored AS (
                INSERT INTO connection AS c (
                    tenant_id, id, connector_profile_id, provider, end_user_id, end_user_name,
                    end_user_email, account_id, account_name, account_username, account_email,
                    account_avatar_url, account_profile_url, granted, metadata, awaiting_confirmation,
                    health, reason_code, reason_detail, reason_since, account_ask_at)
                SELECT
                    $1, $2, -- $1 tenant, $2 id
                    $12, -- $12 connector profile
                    $13, -- $13 provider
                    $14, $15, $16, -- $14 end user's id, $15 name, $16 email
                    $17, $18, $19, -- $17 account's id, $18 name, $19 username
                    $20, $21, $22, -- $20 account's email, $21 avatar_url, $22 profile_url
                    $23, -- $23 granted scopes
                    $24, -- $24 metadata
                    $25, -- $25 whether the tenant has to confirm
                    CASE WHEN $17::text IS NULL OR ends THEN 'degraded' ELSE 'active' END,
                    CASE WHEN $17::text IS NULL THEN 'account_unknown' WHEN ends THEN 'refresh_failing' END,
                    CASE WHEN $17::text IS NULL THEN 'Who connected could not be asked; it is asked again.'
                        WHEN ends THEN
                            'The provider gave no refresh token: the connection ends with its access token.' END,
                    CASE WHEN $17::text IS NULL OR ends THEN now() END,
                    CASE WHEN $17::text IS NULL THEN now() + interval '5 seconds' END
                -- rule 28: no refresh token is left, and the access token has an end
                FROM (SELECT (SELECT ends_at IS NOT NULL FROM tokens) AS ends FROM place) AS written
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
            ), told AS (
                INSERT INTO event (tenant_id, id, type, subject, data)
                SELECT $1, random_id('evt_'),
                    CASE WHEN created OR was_awaiting THEN 'connection.created'
                        ELSE 'connection.reconnected' END,
                    id,
                    jsonb_build_object('connection_id', id, 'connector_profile_id', connector_profile_id,
                        'provider', provider, 'end_user_id', end_user_id, 'account_id', account_id)
                FROM stored WHERE NOT awaiting_confirmation
            )
            SELECT (SELECT created FROM stored) AS created, (SELECT id FROM former) AS former_id
            """
                    .replace(
                            "TOKENS",
                            TOKENS_AT
                                    .replace("PROFILE,", "$12, -- $12 connector profile")
                                    .replace("PLACE", "FROM place")
                                    .stripTrailing())
                    .replace("MERGED_METADATA", MERGED_METADATA);

    private GrantRows() {}

    /**
     * What {@link #GRANT} takes.
     *
     * @param isNew whether no connection has this id yet
     */
    static Tuple grant(
            NewGrant grant, String id, boolean isNew, SealedTokens tokens, Provider provider) {
        Optional<Account> account = grant.account();
        return tokens(grant, id, tokens, provider)
                .addString(grant.profileId())
                .addString(grant.provider())
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
                .addBoolean(grant.awaitingConfirmation())
                .addBoolean(isNew);
    }

    private static @Nullable String text(
            Optional<Account> account, Function<Account, @Nullable String> part) {
        return account.isPresent() ? part.apply(account.get()) : null;
    }

    private static Tuple tokens(NewGrant grant, String id, SealedTokens tokens, Provider provider) {
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
