package dev.lanyard.provider.profile;

import dev.lanyard.provider.Provider;
import dev.lanyard.token.ClientCredentials;

/**
 * A profile ready to be used at its provider, the client secret opened.
 *
 * @param profile as read when the secret was opened; tells {@link ConnectorProfiles#rejected} which
 *     secret was presented
 */
public record ProfileClient(
        Provider provider, ConnectorProfile profile, ClientCredentials credentials) {}
