package dev.lanyard.provider;

import java.util.List;

/** Entries for tests. */
final class ProviderSamples {
    private ProviderSamples() {}

    /** The same entry with other permissions. */
    static Provider with(Provider entry, List<Provider.Permission> permissions) {
        return new Provider(
                entry.name(),
                entry.displayName(),
                entry.authorizationEndpoint(),
                entry.tokenEndpoint(),
                entry.revocationEndpoint(),
                entry.tokenEndpointAuthMethod(),
                entry.issuer(),
                entry.pkce(),
                entry.tokenRequests(),
                entry.scope(),
                entry.refreshToken(),
                entry.accessTokenLifetime(),
                entry.api(),
                entry.account(),
                entry.email(),
                entry.git(),
                permissions,
                entry.setupSteps());
    }
}
