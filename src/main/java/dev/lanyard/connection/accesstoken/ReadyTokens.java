package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that can be used as they stand: the data key is remembered, and the token good for long
 * enough. It costs at most the one SELECT; everything else is for {@link FreshTokens}.
 */
@Singleton
public class ReadyTokens {
    private final TokenRows rows;
    private final Vault vault;

    ReadyTokens(TokenRows rows, Vault vault) {
        this.rows = rows;
        this.vault = vault;
    }

    /**
     * The token; to be called on an event loop.
     *
     * @param minTtl how long it must be good for
     * @return empty: it is for {@link FreshTokens} to find, or to say why there is none
     */
    public Future<Optional<UsableToken>> find(ConnectionRef connection, Duration minTtl) {
        DataKey key = vault.remembered(connection.tenantId());
        return key == null
                ? Future.succeededFuture(Optional.empty())
                : rows.find(connection).map(row -> usable(row, minTtl, key));
    }

    private static Optional<UsableToken> usable(
            @Nullable TokenRow row, Duration minTtl, DataKey key) {
        return Optional.ofNullable(row)
                .filter(found -> found.isServable(minTtl))
                .map(found -> found.openForUse(key));
    }
}
