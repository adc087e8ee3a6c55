package dev.lanyard.token;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;

/**
 * Requests to token endpoints. Every method sends at most once and never fails: what happened is
 * the answer.
 */
@ApplicationScoped
public class TokenEndpoint {

    /**
     * Redeems an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5).
     *
     * @param redirectUri as sent with the authorization request; empty if it was not
     */
    public Uni<TokenAnswer> exchange(
            ClientCredentials client,
            String code,
            Optional<String> codeVerifier,
            Optional<String> redirectUri) {
        throw new UnsupportedOperationException();
    }

    /** Presents a refresh token (RFC 6749 §6). */
    public Uni<TokenAnswer> refresh(ClientCredentials client, String refreshToken) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks whether the client's credentials work, by a made-up code: refused as a client, or for
     * any other reason.
     */
    public Uni<TokenAnswer> probe(ClientCredentials client) {
        throw new UnsupportedOperationException();
    }

    /** Revokes a token where the provider can (RFC 7009); best effort, never fails. */
    public Uni<Void> revoke(URI revocationEndpoint, ClientCredentials client, String token) {
        throw new UnsupportedOperationException();
    }
}
