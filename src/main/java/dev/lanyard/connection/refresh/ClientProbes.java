package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Seeks the proof that a client works before a suspect grant is presented once more (rule 19): a
 * sibling's success since the cool-down, else a probe with a made-up code. No token is presented to
 * gather evidence.
 */
@ApplicationScoped
public class ClientProbes {
    private static final Logger LOG = Logger.getLogger(ClientProbes.class);
    private static final String DETAIL =
            "The provider rejects client id and secret. Set the client_secret of this connector"
                    + " profile anew; nobody has to reconnect.";

    private final ConnectionClients clients;
    private final ClientProofs paces;
    private final CredentialsRecords credentials;
    private final TokenEndpoint endpoint;

    ClientProbes(
            ConnectionClients clients,
            ClientProofs paces,
            CredentialsRecords credentials,
            TokenEndpoint endpoint) {
        this.clients = clients;
        this.paces = paces;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /** Whether the client is proved to work; asks for the proof if it is time. */
    public Uni<Boolean> resolve(ConnectionRef connection) {
        return clients.ask(connection, this::resolve, false);
    }

    private Uni<Boolean> resolve(ProfileClient client) {
        return paces.evidence(client)
                .chain(
                        evidence ->
                                evidence == ClientProofs.Evidence.SEEK
                                        ? probe(client)
                                        : Uni.createFrom()
                                                .item(evidence == ClientProofs.Evidence.PROVED));
    }

    private Uni<Boolean> probe(ProfileClient client) {
        return endpoint.probe(client.credentials()).chain(response -> conclude(client, response));
    }

    private Uni<Boolean> conclude(ProfileClient client, TokenResponse response) {
        if (response instanceof TokenResponse.Refused refused && refused.ofClient()) {
            LOG.warnf(
                    "Connector profile %s: the provider rejects its client id and secret.",
                    client.profile().id());
            return credentials.rejected(client.profile(), DETAIL).replaceWith(false);
        }
        if (response instanceof TokenResponse.Refused || response instanceof TokenResponse.Issued) {
            return paces.proved(client)
                    .call(() -> credentials.accepted(client.profile()))
                    .replaceWith(true);
        }
        return Uni.createFrom().item(false);
    }
}
