package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.provider.profile.Client;
import dev.lanyard.vault.DataKey;
import java.util.Optional;

/** A request whose answer is dealt with, and all that takes, had before anything is sent. */
record Attempt(
        AuthorizationRequest request, Client client, DataKey key, Optional<String> codeVerifier) {

    static Attempt of(AuthorizationRequest request, Provisions.Ready ready) {
        return new Attempt(
                request,
                ready.client(),
                ready.key(),
                request.codeVerifier().map(verifier -> Draft.open(ready.key(), request, verifier)));
    }

    @Override
    public String toString() {
        return "Attempt[" + request.id() + "]";
    }
}
