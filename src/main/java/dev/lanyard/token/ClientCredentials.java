package dev.lanyard.token;

import java.net.URI;

/**
 * An OAuth client and its token endpoint (RFC 6749 §2.3).
 *
 * @param tokenEndpoint where to send requests
 * @param method how the client authenticates
 * @param clientId client identifier
 * @param clientSecret client password
 */
public record ClientCredentials(
        URI tokenEndpoint, Method method, String clientId, String clientSecret) {

    /** RFC 6749 §2.3.1, by the names of RFC 7591. */
    public enum Method {
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST
    }

    @Override
    public String toString() {
        return "ClientCredentials[" + tokenEndpoint + ", " + clientId + "]";
    }
}
