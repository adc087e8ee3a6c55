package dev.lanyard.provider.profile;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Opens profiles for use. */
@ApplicationScoped
public class ProfileClients {
    static final String SECRET = "connector_profile.client_secret";

    private final ConnectorProfiles profiles;
    private final Vault vault;
    private final Providers providers;

    ProfileClients(ConnectorProfiles profiles, Vault vault, Providers providers) {
        this.profiles = profiles;
        this.vault = vault;
        this.providers = providers;
    }

    /**
     * The client that a profile is, disabled or not. May be asked from anywhere.
     *
     * @return fails with {@link ProblemException} {@code not_found} if the profile is gone, {@code
     *     provider_unavailable} if its provider left the catalogue, and with {@link
     *     dev.lanyard.vault.DecryptionFailedException}
     */
    public Uni<ProfileClient> of(String tenantId, String profileId) {
        return profiles.get(tenantId, profileId).map(ConnectorProfile::asClient).chain(this::open);
    }

    /** The same of one that was read with other rows. */
    public Uni<ProfileClient> open(ClientProfile profile) {
        return vault.dataKey(profile.tenantId()).map(key -> client(profile, key));
    }

    /**
     * The provider of a profile.
     *
     * @throws ProblemException {@code provider_unavailable} if it has left the catalogue
     */
    Provider provider(ConnectorProfile profile) {
        return provider(profile.provider());
    }

    private Provider provider(String name) {
        if (!providers.knows(name)) {
            throw gone(name);
        }
        return providers.get(name);
    }

    private static ProblemException gone(String name) {
        return ProblemException.of(
                ProblemCode.PROVIDER_UNAVAILABLE,
                "The provider " + name + " is no longer in the catalogue. Ask the operator for it.",
                Duration.ofMinutes(5));
    }

    private ProfileClient client(ClientProfile profile, DataKey key) {
        Provider provider = provider(profile.provider());
        String secret = key.open(SECRET, profile.id(), profile.clientSecret());
        return new ProfileClient(
                provider, profile, credentials(provider, profile.clientId(), secret));
    }

    static ClientCredentials credentials(Provider provider, String clientId, String secret) {
        return new ClientCredentials(
                provider.tokenEndpoint(),
                provider.tokenEndpointAuthMethod(),
                clientId,
                secret,
                provider.tokenDialect());
    }
}
