package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.Query;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.profile.Client;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Where the browser is sent: the authorization endpoint with its parameters (RFC 6749 §4.1.1). */
final class AuthorizationUrl {
    private AuthorizationUrl() {}

    /**
     * The authorization request as a URL.
     *
     * @param codeChallenge S256 (RFC 7636 §4.3); empty: the provider knows no PKCE
     */
    static URI of(
            Client client,
            String state,
            Optional<String> redirectUri,
            Optional<String> codeChallenge) {
        Query query = new Query();
        query.add("response_type", "code");
        query.add("client_id", client.credentials().clientId());
        query.add("state", state);
        redirectUri.ifPresent(uri -> query.add("redirect_uri", uri));
        scope(client).ifPresent(scope -> query.add("scope", scope));
        codeChallenge.ifPresent(challenge -> query.add("code_challenge", challenge));
        codeChallenge.ifPresent(challenge -> query.add("code_challenge_method", "S256"));
        return URI.create(query.addedTo(client.provider().authorizationEndpoint().toString()));
    }

    private static Optional<String> scope(Client client) {
        Provider.Scope habit = client.provider().scope();
        Set<String> scopes = new LinkedHashSet<>(habit.defaults());
        scopes.addAll(client.profile().permissions());
        return habit.sent() && !scopes.isEmpty()
                ? Optional.of(String.join(habit.separator(), scopes))
                : Optional.empty();
    }
}
