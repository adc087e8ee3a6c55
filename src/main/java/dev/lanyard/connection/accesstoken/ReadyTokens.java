package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.provider.Providers;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.quarkus.arc.ClientProxy;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Tokens that can be used as they stand: the data key is remembered, and the token good for long
 * enough. It costs the one SELECT; everything else is for {@link FreshTokens}.
 */
@Singleton
public class ReadyTokens {
    private final TokenRows rows;
    private final Vault vault;
    private final Providers providers;

    ReadyTokens(TokenRows rows, Vault vault, Providers providers) {
        this.rows = rows;
        this.vault = vault;
        this.providers = ClientProxy.unwrap(providers);
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
                : rows.find(connection).map(found -> usable(connection, found, minTtl, key));
    }

    private Optional<UsableToken> usable(
            ConnectionRef connection, RowSet<Row> found, Duration minTtl, DataKey key) {
        return found.size() == 0
                ? Optional.empty()
                : Optional.of(TokenRow.of(connection, found.iterator().next(), providers))
                        .filter(row -> row.isServable(minTtl))
                        .map(row -> row.openForUse(key));
    }
}
