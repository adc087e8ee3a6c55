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
            return account.map(known -> known.told() + lacking(provider, wanted));
        }

        /** Nothing where the provider did not say. */
        private String lacking(Provider provider, List<String> wanted) {
            List<String> had = granted.map(provider::granted).orElse(wanted);
            List<String> missing = wanted.stream().filter(scope -> !had.contains(scope)).toList();
            return missing.isEmpty()
                    ? ""
                    : ". Not granted: "
                            + String.join(", ", missing)
                            + ". Tick it on the client at the provider, and have the end user"
                            + " connect again.";
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
