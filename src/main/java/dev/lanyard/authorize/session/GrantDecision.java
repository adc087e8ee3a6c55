package dev.lanyard.authorize.session;

import dev.lanyard.provider.Account;
import dev.lanyard.token.TokenSet;
import java.util.List;
import java.util.Optional;

/** The verdict on a provider's responses, before the session's state has its say. */
public sealed interface GrantDecision {

    /**
     * A grant.
     *
     * @param account empty: who connected could not be asked just then
     * @param granted scopes; empty: the provider did not say
     */
    record Granted(TokenSet tokens, Optional<Account> account, Optional<List<String>> granted)
            implements GrantDecision {}

    /**
     * None.
     *
     * @param tokens were issued all the same, and are of no use
     * @param accountId whose they are, where that is known
     */
    record NotGranted(SessionError error, Optional<TokenSet> tokens, Optional<String> accountId)
            implements GrantDecision {
        public NotGranted(SessionError error, Optional<TokenSet> tokens) {
            this(error, tokens, Optional.empty());
        }

        /** The same, of that account. */
        public NotGranted of(Account account) {
            return new NotGranted(error, tokens, Optional.of(account.id()));
        }
    }
}
