package dev.lanyard.token;

import dev.lanyard.id.Ids;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An OAuth client and its token endpoint (RFC 6749 §2.3).
 *
 * @param tokenEndpoint where to send requests
 * @param method how the client authenticates
 * @param clientId client identifier
 * @param clientSecret client password
 * @param dialect how the endpoint departs from RFC 6749
 */
public record ClientCredentials(
        URI tokenEndpoint,
        Method method,
        String clientId,
        String clientSecret,
        TokenDialect dialect) {
    /** A client of an endpoint that is as RFC 6749 has it. */
    public ClientCredentials(
            URI tokenEndpoint, Method method, String clientId, String clientSecret) {
        this(tokenEndpoint, method, clientId, clientSecret, TokenDialect.STANDARD);
    }

    /** RFC 6749 §2.3.1, by the names of RFC 7591. */
    public enum Method {
        CLIENT_SECRET_BASIC,
        /** Not encoded before it is joined, for providers that compare the pair as it comes. */
        CLIENT_SECRET_BASIC_RAW,
        CLIENT_SECRET_POST
    }

    /** Whether RFC 6749 §2.3.1 changes this id or secret, and it is followed. */
    public boolean isEncoded() {
        return method == Method.CLIENT_SECRET_BASIC
                && !(encode(clientId) + encode(clientSecret)).equals(clientId + clientSecret);
    }

    /** The pair of HTTP Basic (RFC 7617 §2). */
    String basic() {
        String pair = part(clientId) + ":" + part(clientSecret);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** One half of the Basic pair. */
    String part(String text) {
        return method == Method.CLIENT_SECRET_BASIC ? encode(text) : text;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The same client with a secret that nobody gave it. */
    public ClientCredentials withWrongSecret() {
        return new ClientCredentials(
                tokenEndpoint, method, clientId, "wrong-on-purpose-" + Ids.random(), dialect);
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + tokenEndpoint + ", " + clientId + "]";
    }
}
