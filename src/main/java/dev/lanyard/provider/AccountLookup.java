package dev.lanyard.provider;

import java.util.List;
import java.util.Optional;

/** The outcome of asking a provider who connected. */
public sealed interface AccountLookup {

    /** Why there is no account, for people; the provider's words cut, without the token. */
    default String why() {
        if (this instanceof PermissionMissing missing) {
            return "The permission " + String.join(", ", missing.required()) + " is missing.";
        }
        if (this instanceof Unanswered unanswered) {
            return unanswered.detail() + ".";
        }
        return this instanceof Unusable unusable
                ? unusable.detail() + "."
                : "The provider refuses the access token (401).";
    }

    /**
     * The account.
     *
     * @param granted scopes by {@code X-OAuth-Scopes}; empty if the response did not say
     */
    record Known(Account account, Optional<List<String>> granted) implements AccountLookup {

        AccountLookup withEmail(Optional<String> address) {
            return new Known(account.withEmail(address.orElse(null)), granted);
        }
    }

    /** The provider says that the token lacks permissions. */
    record PermissionMissing(List<String> required) implements AccountLookup {}

    /** The provider refuses the access token itself (401); right after issue it may pass. */
    record TokenRefused() implements AccountLookup {}

    /** Not just now: 5xx, a rate limit, time-out, no connection, what is no JSON. */
    record Unanswered(String detail) implements AccountLookup {}

    /** A response without a usable account id. */
    record Unusable(String detail) implements AccountLookup {}
}
