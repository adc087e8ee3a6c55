package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.journey.SessionClients.SessionClient;
import dev.lanyard.authorize.journey.SessionExpiry.Closed;
import dev.lanyard.connection.revocation.RevocationQueue;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Gives tokens back that nobody will use, where the provider lets us (RFC 7009). Never fails. */
@ApplicationScoped
public class GrantRevocation {
    private static final Logger LOG = Logger.getLogger(GrantRevocation.class);

    private final RevocationQueue queue;
    private final SessionClients sessionClients;

    GrantRevocation(RevocationQueue queue, SessionClients sessionClients) {
        this.queue = queue;
        this.sessionClients = sessionClients;
    }

    /** Whose the tokens are is known only where they are all of one attempt. */
    Uni<Void> revoke(ProfileClient client, UnusedTokens unused, Optional<String> accountId) {
        Optional<String> owner = unused.tokens().size() == 1 ? accountId : Optional.empty();
        return quietly(
                Multi.createFrom()
                        .iterable(unused.tokens())
                        .onItem()
                        .transformToUniAndConcatenate(tokens -> queue.add(client, owner, tokens))
                        .toUni());
    }

    /** The same for what a session that has ended held. */
    public Uni<Void> revoke(Closed closed) {
        return closed.left().isEmpty() && closed.discarded().isEmpty()
                ? Uni.createFrom().voidItem()
                : quietly(
                        sessionClients.of(closed.session()).chain(ready -> revoke(closed, ready)));
    }

    private Uni<Void> revoke(Closed closed, SessionClient ready) {
        Uni<Void> discarded =
                closed.discarded()
                        .map(grant -> queue.add(ready.client(), grant))
                        .orElseGet(() -> Uni.createFrom().voidItem());
        Optional<TokenSet> left = closed.left().map(grant -> grant.open(ready.key()).tokens());
        return discarded.chain(
                () -> revoke(ready.client(), UnusedTokens.of(left), Optional.empty()));
    }

    private static Uni<Void> quietly(Uni<Void> work) {
        return work.onFailure()
                .invoke(failure -> LOG.warnf("Tokens are not revoked: %s", failure))
                .onFailure()
                .recoverWithNull();
    }
}
