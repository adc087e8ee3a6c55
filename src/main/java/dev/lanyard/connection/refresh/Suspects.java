package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.ProfilePaces;
import dev.lanyard.provider.profile.Client;
import dev.lanyard.provider.profile.ConnectorProfiles;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.token.TokenEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Seeks the proof that a client works before a suspect grant is presented once more (rule 19): a
 * sibling's success since the cool-down, else a probe with a made-up code. No token is presented to
 * gather evidence.
 */
@ApplicationScoped
public class Suspects {
    private static final Logger LOG = Logger.getLogger(Suspects.class);
    private static final String DETAIL =
            "The provider rejects client id and secret. Set the client_secret of this connector"
                    + " profile anew; nobody has to reconnect.";

    private final ConnectionClients clients;
    private final ProfilePaces paces;
    private final ConnectorProfiles profiles;
    private final TokenEndpoint endpoint;

    Suspects(
            ConnectionClients clients,
            ProfilePaces paces,
            ConnectorProfiles profiles,
            TokenEndpoint endpoint) {
        this.clients = clients;
        this.paces = paces;
        this.profiles = profiles;
        this.endpoint = endpoint;
    }

    /** Whether the client is proved to work; asks for the proof if it is time. */
    public Uni<Boolean> resolve(ConnectionRef connection) {
        return clients.ask(connection, this::resolve, false);
    }

    private Uni<Boolean> resolve(Client client) {
        return paces.evidence(client)
                .chain(
                        evidence ->
                                evidence == ProfilePaces.Evidence.SEEK
                                        ? probe(client)
                                        : Uni.createFrom()
                                                .item(evidence == ProfilePaces.Evidence.PROVED));
    }

    private Uni<Boolean> probe(Client client) {
        return endpoint.probe(client.credentials()).chain(answer -> conclude(client, answer));
    }

    private Uni<Boolean> conclude(Client client, TokenAnswer answer) {
        if (answer instanceof TokenAnswer.Refused refused && refused.ofClient()) {
            LOG.warnf(
                    "Connector profile %s: the provider rejects its client id and secret.",
                    client.profile().id());
            return profiles.rejected(client.profile(), DETAIL).replaceWith(false);
        }
        if (answer instanceof TokenAnswer.Refused || answer instanceof TokenAnswer.Issued) {
            return paces.proved(client)
                    .call(() -> profiles.accepted(client.profile()))
                    .replaceWith(true);
        }
        return Uni.createFrom().item(false);
    }
}
