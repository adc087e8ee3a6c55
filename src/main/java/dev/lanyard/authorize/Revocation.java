package dev.lanyard.authorize;

import dev.lanyard.authorize.WaitingGrants.Waiting;
import dev.lanyard.problem.Problem;
import dev.lanyard.provider.Client;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenSet;
import dev.lanyard.vault.CannotOpen;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;

/** Gives tokens back that nobody will use, where the provider lets us (RFC 7009). Never fails. */
@ApplicationScoped
class Revocation {
    private final TokenEndpoint tokens;
    private final Provisions provisions;

    Revocation(TokenEndpoint tokens, Provisions provisions) {
        this.tokens = tokens;
        this.provisions = provisions;
    }

    Uni<Void> revoke(Client client, Unused unused) {
        Optional<URI> endpoint = client.provider().revocationEndpoint();
        return endpoint.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(unused.tokens())
                        .onItem()
                        .transformToUniAndConcatenate(set -> revoke(endpoint.get(), client, set))
                        .toUni();
    }

    /** The refresh token stands for the whole grant (RFC 7009 §2.1). */
    private Uni<Void> revoke(URI endpoint, Client client, TokenSet set) {
        return tokens.revoke(
                endpoint, client.credentials(), set.refreshToken().orElse(set.accessToken()));
    }

    /** The same for what waited with a session that has ended. */
    Uni<Void> revoke(ConnectSession session, Optional<Waiting> left) {
        return left.isEmpty()
                ? Uni.createFrom().voidItem()
                : provisions
                        .of(session)
                        .chain(ready -> revoke(ready.client(), opened(ready, left.get())))
                        .onFailure(Problem.class)
                        .recoverWithNull()
                        .onFailure(CannotOpen.class)
                        .recoverWithNull();
    }

    private static Unused opened(Provisions.Ready ready, Waiting left) {
        return Unused.of(Optional.of(left.open(ready.key()).tokens()));
    }
}
