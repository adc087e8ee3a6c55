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
                entry.revocationEndsGrant(),
                entry.tokenEndpointAuthMethod(),
                entry.tokenDialect(),
                entry.issuer(),
                entry.pkce(),
                entry.grants(),
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

    /** The same entry, asking elsewhere who connected. */
    static Provider withAccountAt(Provider entry, java.net.URI url) {
        Provider.AccountSource source = entry.account();
        return new Provider(
                entry.name(),
                entry.displayName(),
                entry.authorizationEndpoint(),
                entry.tokenEndpoint(),
                entry.revocationEndpoint(),
                entry.revocationEndsGrant(),
                entry.tokenEndpointAuthMethod(),
                entry.tokenDialect(),
                entry.issuer(),
                entry.pkce(),
                entry.grants(),
                entry.tokenRequests(),
                entry.scope(),
                entry.refreshToken(),
                entry.accessTokenLifetime(),
                entry.api(),
                new Provider.AccountSource(
                        url,
                        source.id(),
                        source.name(),
                        source.username(),
                        source.email(),
                        source.avatarUrl(),
                        source.profileUrl()),
                entry.email(),
                entry.git(),
                entry.permissions(),
                entry.setupSteps());
    }
}
