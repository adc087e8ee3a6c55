package dev.lanyard.authorize.journey;

import dev.lanyard.id.Ids;
import dev.lanyard.id.TenantToken;
import java.util.Base64;

/** A PKCE code verifier (RFC 7636 §4.1): 260 random bits in 52 characters. */
public record CodeVerifier(String value) {

    static CodeVerifier random() {
        return new CodeVerifier(Ids.random() + Ids.random());
    }

    /** The S256 challenge (RFC 7636 §4.2). */
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(TenantToken.sha256(value));
    }

    @Override
    public String toString() {
        return "CodeVerifier[…]";
    }
}
