package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import dev.lanyard.provider.Providers;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;

/**
 * Loads all that a step of a journey needs of other rooms before anything is recorded or sent: a
 * journey does not stop half way because a key does not open.
 */
@ApplicationScoped
public class SessionClients {
    private final ConnectSessions sessions;
    private final ProfileClients clients;
    private final Providers providers;
    private final Vault vault;

    SessionClients(
            ConnectSessions sessions, ProfileClients clients, Providers providers, Vault vault) {
        this.sessions = sessions;
        this.clients = clients;
        this.providers = providers;
        this.vault = vault;
    }

    /**
     * The profile's OAuth client and the tenant's data key.
     *
     * @param callbackUrl where the provider sends browsers back
     */
    public record SessionClient(ProfileClient client, DataKey key, URI callbackUrl) {}

    /** Fails with {@code not_found} when the profile is gone. */
    public Uni<SessionClient> of(ConnectSession session) {
        return clients.of(session.tenantId(), session.invitation().profileId())
                .chain(client -> with(session.tenantId(), client));
    }

    /** The same for a request of a session. */
    public Uni<SessionClient> of(AuthorizationRequest request) {
        return sessions.get(request.tenantId(), request.sessionId()).chain(this::of);
    }

    private Uni<SessionClient> with(String tenantId, ProfileClient client) {
        return vault.dataKey(tenantId)
                .map(
                        key ->
                                new SessionClient(
                                        client, key, providers.callbackUrl(client.provider())));
    }

    /** The callback address of a provider; empty when the catalogue does not know it any more. */
    public Optional<URI> callbackUrl(String provider) {
        return providers.find(provider).map(providers::callbackUrl);
    }
}
