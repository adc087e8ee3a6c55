package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.UrlQuery;
import dev.lanyard.provider.profile.ProfileClient;
import java.net.URI;
import java.util.Optional;

/**
 * The URL that the browser is sent to: the authorization endpoint with its parameters (RFC 6749
 * §4.1.1).
 */
final class AuthorizationUrl {
    private AuthorizationUrl() {}

    /**
     * The authorization request as a URL.
     *
     * @param codeChallenge S256 (RFC 7636 §4.3); empty: the provider knows no PKCE
     */
    static URI of(
            ProfileClient client,
            String state,
            Optional<String> redirectUri,
            Optional<String> codeChallenge) {
        UrlQuery urlQuery = new UrlQuery();
        urlQuery.add("response_type", "code");
        urlQuery.add("client_id", client.credentials().clientId());
        urlQuery.add("state", state);
        redirectUri.ifPresent(uri -> urlQuery.add("redirect_uri", uri));
        client.scope().ifPresent(scope -> urlQuery.add("scope", scope));
        codeChallenge.ifPresent(challenge -> urlQuery.add("code_challenge", challenge));
        codeChallenge.ifPresent(challenge -> urlQuery.add("code_challenge_method", "S256"));
        client.provider().tokenDialect().parameters().authorize().forEach(urlQuery::add);
        return URI.create(urlQuery.addedTo(client.provider().authorizationEndpoint().toString()));
    }
}
