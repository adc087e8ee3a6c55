package dev.lanyard.connection;

import dev.lanyard.connection.grant.ConnectionAliases;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.refresh.Leases;
import dev.lanyard.connection.refresh.RefreshState;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import dev.lanyard.tenant.access.Actor;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.DecryptionFailedException;
import dev.lanyard.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends a connection: erased here in any case, and revoked at the provider where that can be. */
@ApplicationScoped
class Disconnection {
    private static final Logger LOG = Logger.getLogger(Disconnection.class);

    private final Connections connections;
    private final ConnectionAliases aliases;
    private final Leases leases;
    private final ProfileClients clients;
    private final Vault vault;
    private final TokenEndpoint endpoint;

    Disconnection(
            Connections connections,
            ConnectionAliases aliases,
            Leases leases,
            ProfileClients clients,
            Vault vault,
            TokenEndpoint endpoint) {
        this.connections = connections;
        this.aliases = aliases;
        this.leases = leases;
        this.clients = clients;
        this.vault = vault;
        this.endpoint = endpoint;
    }

    private record EndedGrant(URI revocationEndpoint, ProfileClient client, String refreshToken) {}

    /** Erases, then revokes; fails with {@code not_found}. */
    Uni<Void> disconnect(Actor actor, ConnectionRef connection) {
        return leases.load(connection)
                .chain(
                        row ->
                                row.isPresent()
                                        ? disconnect(actor, row.get())
                                        : aliases.elder(connection)
                                                .chain(elder -> disconnect(actor, elder)));
    }

    private Uni<Void> disconnect(Actor actor, RefreshState row) {
        return grant(row)
                .call(() -> connections.delete(actor, row.connection()))
                .chain(this::revoke);
    }

    /** What can be revoked; empty if the provider offers nothing for it, or nothing opens. */
    private Uni<Optional<EndedGrant>> grant(RefreshState row) {
        if (row.refreshToken() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        String tenantId = row.connection().tenantId();
        return clients.of(tenantId, row.profileId())
                .chain(client -> vault.dataKey(tenantId).map(key -> grant(row, client, key)))
                .onFailure(DecryptionFailedException.class)
                .recoverWithItem(Disconnection::unreadable);
    }

    private static Optional<EndedGrant> grant(RefreshState row, ProfileClient client, DataKey key) {
        return client.provider()
                .revocationEndpoint()
                .map(uri -> new EndedGrant(uri, client, row.open(key)));
    }

    private static Optional<EndedGrant> unreadable(Throwable failure) {
        LOG.errorf("erased without revoking: %s", failure.getMessage());
        return Optional.empty();
    }

    private Uni<Void> revoke(Optional<EndedGrant> grant) {
        return grant.isEmpty()
                ? Uni.createFrom().voidItem()
                : endpoint.revoke(
                        grant.get().revocationEndpoint(),
                        grant.get().client().credentials(),
                        grant.get().refreshToken());
    }
}
