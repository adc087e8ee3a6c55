package dev.lanyard.connection.grant;

import dev.lanyard.provider.Account;
import dev.lanyard.token.TokenSet;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A grant that a journey brings.
 *
 * @param account empty: who connected could not be asked just then
 * @param granted scopes granted; empty: the provider did not say
 * @param reconnects the connection to bring back to life; empty: any that this end user has on the
 *     profile for that account, else a new one
 * @param awaitingConfirmation a new connection gives out nothing until confirmed
 */
public record NewGrant(
        String tenantId,
        String profileId,
        String provider,
        EndUser endUser,
        TokenSet tokens,
        Optional<Account> account,
        Optional<List<String>> granted,
        JsonObject metadata,
        Optional<String> reconnects,
        boolean awaitingConfirmation) {}
