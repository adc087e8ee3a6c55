package dev.lanyard.tenant.workload;

import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of an issuer (RFC 7517 §5), and no others: a shared secret among them would let
 * whoever reads the set sign.
 */
record IssuerKeySet(List<JsonWebKey> keys) {
    /** A platform has a handful; each may be tried for a token that names none. */
    private static final int MOST = 100;

    /** An issuer of which no key is known yet. */
    static final IssuerKeySet NONE = new IssuerKeySet(List.of());

    /**
     * Reads a JWK set; keys of kinds that are not known are left out.
     *
     * @throws IllegalArgumentException saying what it is not
     */
    static IssuerKeySet parse(String json) {
        List<JsonWebKey> keys;
        try {
            keys = new JsonWebKeySet(json).getJsonWebKeys();
        } catch (JoseException | RuntimeException e) {
            throw new IllegalArgumentException("is not a JWK set (RFC 7517)", e);
        }
        List<JsonWebKey> usable = keys.stream().filter(PublicJsonWebKey.class::isInstance).toList();
        if (usable.isEmpty() || usable.size() > MOST) {
            throw new IllegalArgumentException(
                    "must have from 1 to " + MOST + " public keys, not " + usable.size());
        }
        return new IssuerKeySet(usable);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }
}
