package dev.lanyard.authorize.session;

import dev.lanyard.provider.Account;
import dev.lanyard.provider.Provider;
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
            implements GrantDecision {

        /**
         * Who connected, and what was not granted; empty while the account is not known.
         *
         * @param wanted permissions of the profile
         */
        public Optional<String> told(Provider provider, List<String> wanted) {
            return account.map(known -> known.told() + notGranted(provider, wanted));
        }

        /** Nothing where the provider did not say. */
        private String notGranted(Provider provider, List<String> wanted) {
            return granted.flatMap(
                            scopes -> GrantedPermissions.notGranted(provider, wanted, scopes))
                    .map(told -> ". " + told)
                    .orElse("");
        }
    }

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
