package dev.lanyard.provider;

import dev.lanyard.problem.Problem;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Opens profiles for use. Reads through the pg client, since background work calls this from any
 * thread, where Hibernate would refuse.
 */
@ApplicationScoped
public class Clients {
    static final String SECRET = "connector_profile.client_secret";
    private static final String SELECT =
            "SELECT * FROM connector_profile WHERE tenant_id = $1 AND id = $2";

    private final Pool pool;
    private final Vault vault;
    private final Providers providers;

    Clients(Pool pool, Vault vault, Providers providers) {
        this.pool = pool;
        this.vault = vault;
        this.providers = providers;
    }

    /**
     * The client that a profile is, disabled or not.
     *
     * @return fails with {@link Problem} {@code not_found} if the profile is gone, {@code
     *     provider_unavailable} if its provider left the catalogue, and with {@link
     *     dev.lanyard.vault.CannotOpen}
     */
    public Uni<Client> of(String tenantId, String profileId) {
        return profile(tenantId, profileId).chain(this::open);
    }

    /** The profile as it is just now; fails with {@code not_found}. */
    Uni<ConnectorProfile> profile(String tenantId, String profileId) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId, profileId))
                .map(ProfileRows::one);
    }

    private Uni<Client> open(ConnectorProfile profile) {
        return vault.dataKey(profile.tenantId()).map(key -> client(profile, key));
    }

    private Client client(ConnectorProfile profile, DataKey key) {
        Provider provider = providers.of(profile);
        String secret = key.open(SECRET, profile.id(), profile.clientSecret);
        return new Client(provider, profile, credentials(provider, profile.clientId(), secret));
    }

    static ClientCredentials credentials(Provider provider, String clientId, String secret) {
        return new ClientCredentials(
                provider.tokenEndpoint(), provider.tokenEndpointAuthMethod(), clientId, secret);
    }
}
