package dev.lanyard.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.OidcClientConfig.Grant;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The clients of quarkus-oidc-client: for each OAuth client and grant one, which is replaced when
 * its secret or way of authentication has changed. They hold no token and no session, and find no
 * address by themselves.
 */
@ApplicationScoped
class GrantClients {
    private static final int MOST = 1_000;
    private static final int MAX_CONNECTIONS = 100;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Function<OidcClientConfig, Uni<OidcClient>> open;
    private final Cache<ClientKey, GrantClient> clients =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .executor(Runnable::run)
                    .removalListener(GrantClients::dropped)
                    .build();

    @Inject
    GrantClients(GrantClientFactory library, ProviderTls tls) {
        this(library::open);
        tls.register();
    }

    /**
     * Clients made by others.
     *
     * @param open makes one
     */
    GrantClients(Function<OidcClientConfig, Uni<OidcClient>> open) {
        this.open = open;
    }

    /** The parts that tell clients apart; the secret is compared. */
    private record ClientKey(URI tokenEndpoint, String clientId, Grant.Type grant) {}

    /** A client to be {@link GrantClient#release released} when the call has ended. */
    GrantClient borrow(ClientCredentials credentials, Grant.Type grant) {
        ClientKey key = new ClientKey(credentials.tokenEndpoint(), credentials.clientId(), grant);
        GrantClient client;
        do {
            client = clients.asMap().compute(key, (k, known) -> current(known, credentials, grant));
        } while (!client.hold()); // dropped by another call just now: the next one is a new one
        return client;
    }

    /** Gives it to no other call; it is closed when those that have it have ended. */
    void drop(GrantClient client) {
        clients.asMap().values().remove(client);
    }

    private GrantClient current(
            @Nullable GrantClient known, ClientCredentials credentials, Grant.Type grant) {
        return known != null && known.serves(credentials)
                ? known
                : new GrantClient(credentials, open.apply(config(credentials, grant)));
    }

    private static void dropped(
            @Nullable ClientKey key, @Nullable GrantClient client, RemovalCause cause) {
        if (client != null) {
            client.release();
        }
    }

    private static OidcClientConfig config(ClientCredentials client, Grant.Type grant) {
        boolean inForm = client.method() == ClientCredentials.Method.CLIENT_SECRET_POST;
        return OidcClientConfig.tokenPath(client.tokenEndpoint().toString())
                .id("token-endpoint")
                .discoveryEnabled(false)
                .grant(grant)
                .clientId(client.part(client.clientId()))
                .credentials()
                .clientSecret(
                        client.part(client.clientSecret()),
                        inForm ? Secret.Method.POST : Secret.Method.BASIC)
                .end()
                .tlsConfigurationName(ProviderTls.NAME)
                .followRedirects(false)
                .maxPoolSize(MAX_CONNECTIONS)
                .connectionTimeout(CONNECT)
                .connectionRetryCount(1) // none is refused; the filter lets no second send out
                .build();
    }

    @PreDestroy
    void close() {
        clients.invalidateAll();
    }
}
