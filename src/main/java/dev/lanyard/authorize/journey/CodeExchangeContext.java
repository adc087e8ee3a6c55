package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.vault.DataKey;
import java.util.Optional;

/** A request whose response is dealt with, and all that takes, had before anything is sent. */
record CodeExchangeContext(
        AuthorizationRequest request,
        ProfileClient client,
        DataKey key,
        Optional<String> codeVerifier) {

    static CodeExchangeContext of(
            AuthorizationRequest request, SessionClients.SessionClient sessionClient) {
        return new CodeExchangeContext(
                request,
                sessionClient.client(),
                sessionClient.key(),
                request.codeVerifier()
                        .map(
                                verifier ->
                                        NewAuthorizationRequest.open(
                                                sessionClient.key(), request, verifier)));
    }

    @Override
    public String toString() {
        return "Attempt[" + request.id() + "]";
    }
}
