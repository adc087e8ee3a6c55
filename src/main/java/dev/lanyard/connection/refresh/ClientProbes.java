package dev.lanyard.connection.refresh;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.ProbeVerdict;
import dev.lanyard.token.TokenEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Seeks the proof that a client works before a suspect grant is presented once more (rule 19): a
 * sibling's success since the cool-down, else a probe with a made-up code, answered about the code
 * by a provider that looks at the client first. No token is presented to gather evidence.
 */
@ApplicationScoped
public class ClientProbes {
    private static final Logger LOG = Logger.getLogger(ClientProbes.class);
    private static final String DETAIL =
            "The provider rejects client id and secret. Set the client_secret of this connector"
                    + " profile anew; nobody has to reconnect.";
    private static final String UNPROVED =
            "The provider refuses connections of this connector profile as a client, and nothing"
                    + " shows that client id and secret work. Compare them with the client's page"
                    + " there, and set the client_secret anew; nobody has to reconnect yet.";

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
        long sentAt = System.nanoTime();
        return ask(client.credentials()).chain(about -> conclude(client, about, sentAt));
    }

    private Uni<ProbeVerdict> ask(ClientCredentials credentials) {
        return endpoint.probe(credentials).map(ProbeVerdict::of);
    }

    private Uni<Boolean> conclude(ProfileClient client, ProbeVerdict about, long sentAt) {
        if (about == ProbeVerdict.ABOUT_CODE) {
            return paces.dependence(client).chain(known -> proveBy(client, known, sentAt));
        }
        return refuted(client, about);
    }

    /** A response about the code proves nothing where the provider looks at the code first. */
    private Uni<Boolean> proveBy(ProfileClient client, ClientProofs.Dependence known, long sentAt) {
        if (known == ClientProofs.Dependence.TRY) {
            return ask(client.credentials().withWrongSecret())
                    .chain(about -> compare(client, about));
        }
        return known == ClientProofs.Dependence.DEPENDS ? proved(client, sentAt) : unproved(client);
    }

    /**
     * The right secret goes last: it has to be taken after the wrong one, for which a provider may
     * lock the client out.
     */
    private Uni<Boolean> compare(ProfileClient client, ProbeVerdict ofWrongSecret) {
        if (ofWrongSecret == ProbeVerdict.NONE || ofWrongSecret == ProbeVerdict.ABOUT_NEITHER) {
            return unproved(client); // it may have been about neither for a passing reason
        }
        boolean depends = ofWrongSecret == ProbeVerdict.ABOUT_CLIENT;
        return paces.depends(client, depends)
                .chain(() -> depends ? last(client) : unproved(client));
    }

    private Uni<Boolean> last(ProfileClient client) {
        long sentAt = System.nanoTime();
        return ask(client.credentials())
                .chain(
                        about ->
                                about == ProbeVerdict.ABOUT_CODE
                                        ? proved(client, sentAt)
                                        : refuted(client, about));
    }

    private Uni<Boolean> proved(ProfileClient client, long sentAt) {
        return paces.proved(client, sentAt)
                .call(() -> credentials.accepted(client.profile()))
                .replaceWith(true);
    }

    /** Only a sibling's success is proof now; until then this is the profile's trouble. */
    private Uni<Boolean> unproved(ProfileClient client) {
        return credentials.suspected(client.profile(), UNPROVED).replaceWith(false);
    }

    private Uni<Boolean> refuted(ProfileClient client, ProbeVerdict about) {
        if (about == ProbeVerdict.ABOUT_NEITHER) {
            return unproved(client);
        }
        if (about == ProbeVerdict.ABOUT_CLIENT) {
            LOG.warnf(
                    "Connector profile %s: the provider rejects its client id and secret.",
                    client.profile().id());
            return credentials.rejected(client.profile(), DETAIL).replaceWith(false);
        }
        return Uni.createFrom().item(false);
    }
}
