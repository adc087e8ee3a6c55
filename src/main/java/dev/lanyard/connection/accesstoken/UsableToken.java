package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;

/**
 * An access token for a call that is made with it here, and which of the connection's tokens it is.
 *
 * @param connection whose it is, also when another id stands for it
 * @param provider the name of its provider's entry
 * @param version the row's, which each new token raises
 */
public record UsableToken(
        ConnectionRef connection, String provider, long version, String accessToken) {
    @Override
    public String toString() {
        return "UsableToken[" + connection + ", version=" + version + "]";
    }
}
