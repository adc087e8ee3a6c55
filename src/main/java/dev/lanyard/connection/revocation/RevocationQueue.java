package dev.lanyard.connection.revocation;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.grant.DiscardedGrant;
import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.id.Ids;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way to have tokens revoked (RFC 7009): sealed, in a row of their own, until the provider
 * has taken both or a day has passed. {@link DueRevocations} does the rest.
 */
@ApplicationScoped
public class RevocationQueue {
    /**
     * The tokens as they are, sealed for their connection; a refresh in flight waits for the end.
     */
    private static final String TAKE_OVER =
            """
            INSERT INTO revocation (tenant_id, profile_id, account_id, sealed_for, refresh_token,
                access_token, told)
            SELECT c.tenant_id, c.connector_profile_id, c.account_id, c.id, t.refresh_token,
                t.access_token,
                CASE WHEN NOT c.awaiting_confirmation THEN
                    jsonb_build_object('connection_id', c.id,
                        'connector_profile_id', c.connector_profile_id, 'provider', c.provider,
                        'end_user_id', c.end_user_id, 'account_id', c.account_id) END
            FROM connection c
            JOIN token_set t ON t.tenant_id = c.tenant_id AND t.connection_id = c.id
            WHERE c.tenant_id = $1 AND c.id = $2 AND c.provider = ANY ($3::text[])
              AND (t.refresh_token IS NOT NULL OR t.access_token IS NOT NULL)
              AND t.shadow_refresh_token IS NULL -- another system uses a shadow's grant
            FOR UPDATE OF t
            """;

    private static final String ADD =
            """
            INSERT INTO revocation (tenant_id, profile_id, account_id, sealed_for, refresh_token,
                access_token)
            VALUES (
                $1, $2, -- $1 tenant, $2 profile
                $3, -- $3 account
                $4, -- $4 id that they are sealed for
                $5, $6) -- $5 refresh_token, sealed; $6 access_token, sealed
            """;

    private final Pool pool;
    private final Providers providers;
    private final Vault vault;

    RevocationQueue(Pool pool, Providers providers, Vault vault) {
        this.pool = pool;
        this.providers = providers;
        this.vault = vault;
    }

    /**
     * Takes over the tokens of a connection that is deleted in the same transaction.
     *
     * @return how that is told: {@code queued}, or {@code unsupported} by its provider
     */
    public Uni<String> takeOver(SqlClient transaction, ConnectionRef connection) {
        String[] revoking =
                providers.all().stream()
                        .filter(provider -> provider.revocationEndpoint().isPresent())
                        .map(Provider::name)
                        .toArray(String[]::new);
        return transaction
                .preparedQuery(TAKE_OVER)
                .execute(
                        Tuple.of(connection.tenantId(), connection.id()).addArrayOfString(revoking))
                .map(rows -> rows.rowCount() > 0 ? "queued" : "unsupported");
    }

    /**
     * Takes over tokens that were issued and are of no use.
     *
     * @param accountId whose they are; empty: not known
     */
    public Uni<Void> add(ProfileClient client, Optional<String> accountId, TokenSet tokens) {
        if (client.provider().revocationEndpoint().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return vault.dataKey(client.profile().tenantId())
                .chain(key -> add(client, accountId, key, tokens));
    }

    private Uni<Void> add(
            ProfileClient client, Optional<String> accountId, DataKey key, TokenSet tokens) {
        String id = Ids.next("rev_");
        Buffer access = Buffer.buffer(key.seal(SealedTokens.ACCESS, id, tokens.accessToken()));
        Buffer refresh =
                tokens.refreshToken()
                        .map(token -> Buffer.buffer(key.seal(SealedTokens.REFRESH, id, token)))
                        .orElse(null);
        return add(client, accountId.orElse(null), id, refresh, access);
    }

    /** Takes over what an erased connection held. */
    public Uni<Void> add(ProfileClient client, DiscardedGrant discarded) {
        return client.provider().revocationEndpoint().isEmpty()
                ? Uni.createFrom().voidItem()
                : add(
                        client,
                        discarded.accountId(),
                        discarded.connectionId(),
                        discarded.refreshToken(),
                        discarded.accessToken());
    }

    private Uni<Void> add(
            ProfileClient client,
            @Nullable String accountId,
            String sealedFor,
            @Nullable Buffer refreshToken,
            @Nullable Buffer accessToken) {
        return pool.preparedQuery(ADD)
                .execute(
                        Tuple.of(
                                client.profile().tenantId(),
                                client.profile().id(),
                                accountId,
                                sealedFor,
                                delegate(refreshToken),
                                delegate(accessToken)))
                .replaceWithVoid();
    }

    /** The driver takes Vert.x's own buffers. */
    private static io.vertx.core.buffer.@Nullable Buffer delegate(@Nullable Buffer sealed) {
        return sealed == null ? null : sealed.getDelegate();
    }
}
