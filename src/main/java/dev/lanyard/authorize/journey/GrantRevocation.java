package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.SessionExpiry.Closed;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.DataKey;
import dev.lanyard.vault.DecryptionFailedException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives tokens back that nobody will use, where the provider lets us (RFC 7009). Never fails. */
@ApplicationScoped
public class GrantRevocation {
    private final TokenEndpoint tokens;
    private final SessionClients sessionClients;

    GrantRevocation(TokenEndpoint tokens, SessionClients sessionClients) {
        this.tokens = tokens;
        this.sessionClients = sessionClients;
    }

    Uni<Void> revoke(ProfileClient client, UnusedTokens unused) {
        return revoke(client, unused.tokens().stream().map(GrantRevocation::grant).toList());
    }

    /** The refresh token stands for the whole grant (RFC 7009 §2.1). */
    private static String grant(TokenSet set) {
        return set.refreshToken().orElse(set.accessToken());
    }

    private Uni<Void> revoke(ProfileClient client, List<String> grants) {
        Optional<URI> endpoint = client.provider().revocationEndpoint();
        return endpoint.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(grants)
                        .onItem()
                        .transformToUniAndConcatenate(
                                grant -> tokens.revoke(endpoint.get(), client.credentials(), grant))
                        .toUni();
    }

    /** The same for what a session that has ended held. */
    public Uni<Void> revoke(Closed closed) {
        return closed.left().isEmpty() && closed.discarded().isEmpty()
                ? Uni.createFrom().voidItem()
                : sessionClients
                        .of(closed.session())
                        .chain(ready -> revoke(ready.client(), grants(closed, ready.key())))
                        .onFailure(ProblemException.class)
                        .recoverWithNull()
                        .onFailure(DecryptionFailedException.class)
                        .recoverWithNull();
    }

    private static List<String> grants(Closed closed, DataKey key) {
        return Stream.concat(
                        closed.left().map(waiting -> grant(waiting.open(key).tokens())).stream(),
                        closed.discarded().map(connection -> connection.open(key)).stream())
                .toList();
    }
}
