package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.DerivedSecret;
import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import dev.lanyard.vault.DataKey;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An authorization request with its secrets, before it is recorded. */
record NewAuthorizationRequest(
        ConnectSession session,
        AuthorizationRequests.Begun begun,
        AuthorizationStart.AuthorizationRedirect departure,
        URI callbackUrl) {

    private static final String VERIFIER = "authorization_request.code_verifier";

    static NewAuthorizationRequest of(
            ConnectSession session,
            SessionClients.SessionClient sessionClient,
            @Nullable String address,
            boolean popup) {
        String id = Ids.next("areq_");
        String browserSecret = Ids.random();
        TenantToken state = TenantToken.issue("st", session.tenantId());
        Optional<CodeVerifier> verifier =
                sessionClient.client().provider().pkce()
                        ? Optional.of(CodeVerifier.random())
                        : Optional.empty();
        Optional<String> redirectUri =
                sessionClient.client().profile().sendRedirectUri()
                        ? Optional.of(sessionClient.callbackUrl().toString())
                        : Optional.empty();
        return new NewAuthorizationRequest(
                session,
                new AuthorizationRequests.Begun(
                        id,
                        sessionClient.client().provider().name(),
                        state,
                        TenantToken.sha256(browserSecret),
                        TenantToken.sha256(DerivedSecret.confirmation(browserSecret)),
                        verifier.map(v -> sessionClient.key().seal(VERIFIER, id, v.value())),
                        redirectUri,
                        address,
                        popup),
                new AuthorizationStart.AuthorizationRedirect(
                        AuthorizationUrl.of(
                                sessionClient.client(),
                                state.text(),
                                redirectUri,
                                verifier.map(CodeVerifier::challenge)),
                        id,
                        browserSecret),
                sessionClient.callbackUrl());
    }

    /** Opens the code verifier that a request was begun with. */
    static String open(DataKey key, AuthorizationRequest request, Buffer sealed) {
        return key.open(VERIFIER, request.id(), sealed.getBytes());
    }

    @Override
    public String toString() {
        return "Draft[" + begun.id() + "]";
    }
}
