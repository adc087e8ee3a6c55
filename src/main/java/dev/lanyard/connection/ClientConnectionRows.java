package dev.lanyard.connection;

import dev.lanyard.connection.grant.EndUser;
import dev.lanyard.connection.grant.GrantRows;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.Account;
import dev.lanyard.provider.AccountLookup;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenSet;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two rows that a connection of the client's own becomes, new or as it was there. */
final class ClientConnectionRows {
    /** One statement for a new one and for the one that is there; the profile is locked. */
    static final String CONNECTION =
            """
            WITH former AS (
                SELECT id FROM connection
                WHERE tenant_id = $1 AND connector_profile_id = $3 AND grant_type = 'client_credentials'
                  AND end_user_id IS NOT DISTINCT FROM $5
                FOR UPDATE
            )
            INSERT INTO connection AS c (
                tenant_id, id, connector_profile_id, provider, end_user_id, end_user_name,
                end_user_email, account_id, account_name, account_username, account_email,
                account_avatar_url, account_profile_url, granted, metadata, grant_type, account_ask_at)
            SELECT
                $1, -- $1 tenant
                coalesce((SELECT id FROM former), $2), -- $2 id of a new one
                $3, -- $3 connector profile
                $4, -- $4 provider
                $5, $6, $7, -- $5 end user's id, $6 name, $7 email
                $8, $9, $10, -- $8 account's id, $9 name, $10 username
                $11, $12, $13, -- $11 account's email, $12 avatar_url, $13 profile_url
                $14, -- $14 granted scopes
                $15, -- $15 metadata
                'client_credentials',
                CASE WHEN $16 THEN now() + interval '5 seconds' END -- $16 whose it is could not be asked just now
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
                health = 'active', reason_code = NULL, reason_detail = NULL, reason_since = NULL,
                account_ask_at = CASE WHEN c.account_id IS NULL THEN excluded.account_ask_at END,
                account_asked = 0, updated_at = now()
            RETURNING c.id, c.connector_profile_id, c.provider, c.end_user_id, c.account_id,
                NOT EXISTS (SELECT 1 FROM former) AS created
            """
                    .replace("MERGED_METADATA", GrantRows.MERGED_METADATA);

    private ClientConnectionRows() {}

    /**
     * What {@link #CONNECTION} takes.
     *
     * @param id of a new one
     */
    static Tuple connection(
            ProfileClient client,
            NewConnection wanted,
            TokenSet tokens,
            AccountLookup who,
            String id) {
        EndUser endUser = wanted.endUser();
        Optional<Account> account =
                who instanceof AccountLookup.Known known
                        ? Optional.of(known.account())
                        : Optional.empty();
        return Tuple.of(
                        client.profile().tenantId(),
                        id,
                        client.profile().id(),
                        client.provider().name())
                .addString(endUser == null ? null : endUser.id())
                .addString(endUser == null ? null : endUser.name())
                .addString(endUser == null ? null : endUser.email())
                .addString(text(account, Account::id))
                .addString(text(account, Account::name))
                .addString(text(account, Account::username))
                .addString(text(account, Account::email))
                .addString(text(account, Account::avatarUrl))
                .addString(text(account, Account::profileUrl))
                .addArrayOfString(SealedTokens.array(granted(tokens, who)))
                .addJsonObject(new JsonObject(wanted.json().getMap()))
                .addBoolean(who instanceof AccountLookup.Unanswered);
    }

    private static Optional<List<String>> granted(TokenSet tokens, AccountLookup who) {
        return tokens.scopes()
                .or(
                        () ->
                                who instanceof AccountLookup.Known known
                                        ? known.granted()
                                        : Optional.empty());
    }

    /** What {@code GrantRows.TOKENS} takes: no refresh token, and so nothing to keep alive. */
    static Tuple tokens(ProfileClient client, String id, SealedTokens tokens) {
        return Tuple.of(client.profile().tenantId(), id)
                .addValue(tokens.accessToken())
                .addValue(null)
                .addString(tokens.tokenType())
                .addArrayOfString(tokens.scopes())
                .addDouble(SqlSeconds.of(tokens.ageNow()))
                .addDouble(SqlSeconds.of(tokens.lifetime()))
                .addDouble(null)
                .addDouble(null)
                .addDouble(null);
    }

    private static @Nullable String text(
            Optional<Account> account, Function<Account, @Nullable String> part) {
        return account.map(part).orElse(null);
    }
}
