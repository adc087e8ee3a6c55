package dev.lanyard.provider.profile;

import dev.lanyard.provider.Provider;
import dev.lanyard.token.ClientCredentials;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A profile ready to be used at its provider, the client secret opened.
 *
 * @param profile as read when the secret was opened; tells {@link CredentialsRecords#rejected}
 *     which secret was presented
 */
public record ProfileClient(
        Provider provider, ClientProfile profile, ClientCredentials credentials) {

    /** What to send as {@code scope} (RFC 6749 §3.3); empty: nothing. */
    public Optional<String> scope() {
        Provider.ScopeParameter habit = provider.scope();
        Set<String> scopes = new LinkedHashSet<>(habit.defaults());
        scopes.addAll(profile.permissions());
        return habit.sent() && !scopes.isEmpty()
                ? Optional.of(String.join(habit.separator(), scopes))
                : Optional.empty();
    }
}
