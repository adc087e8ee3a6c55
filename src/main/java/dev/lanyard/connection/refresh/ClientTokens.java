package dev.lanyard.connection.refresh;

import dev.lanyard.problem.OutsideText;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.CredentialsStatus;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.ProbeVerdict;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks providers for tokens of a client's own, and tells its profile what its credentials are
 * worth.
 */
@ApplicationScoped
public class ClientTokens {
    private static final Logger LOG = Logger.getLogger(ClientTokens.class);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TokenEndpoint endpoint;
    private final CredentialsRecords credentials;

    ClientTokens(TokenEndpoint endpoint, CredentialsRecords credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** What the provider gives this client for itself; never fails. */
    Uni<TokenResponse> ask(ProfileClient client) {
        return endpoint.clientCredentials(client.credentials(), client.scope())
                .call(
                        response ->
                                response instanceof TokenResponse.Issued
                                        ? noted(client, credentials.accepted(client.profile()))
                                        : Uni.createFrom().voidItem());
    }

    /**
     * The same for the first time. A refusal of credentials that worked before is no proof: the
     * provider may have locked the client out for a while.
     */
    public Uni<TokenResponse> askFirst(ProfileClient client) {
        return ask(client)
                .call(
                        response ->
                                response instanceof TokenResponse.Refused refused
                                                && refused.ofClient()
                                                && client.profile().credentialsStatus()
                                                        != CredentialsStatus.ACCEPTED
                                        ? noted(
                                                client,
                                                credentials.doubted(
                                                        client.profile(), rejected(refused)))
                                        : Uni.createFrom().voidItem());
    }

    /** Whether the provider takes the client, by a made-up code; never fails. */
    Uni<ProbeVerdict> probe(ProfileClient client) {
        return endpoint.probe(client.credentials()).map(ProbeVerdict::of);
    }

    /** What the database cannot note just now must not cost the token in hand. */
    private static Uni<Void> noted(ProfileClient client, Uni<Void> note) {
        return note.onFailure()
                .invoke(failure -> LOG.warnf("%s: not noted: %s", client.profile().id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * The tokens of a response.
     *
     * @throws ProblemException {@code credentials_rejected}, {@code validation_failed}, {@code
     *     provider_unavailable}
     */
    public static TokenSet issued(ProfileClient client, TokenResponse response) {
        if (response instanceof TokenResponse.Issued issued) {
            return issued.tokens();
        }
        if (response instanceof TokenResponse.Refused refused) {
            throw refused.ofClient()
                    ? ProblemException.of(ProblemCode.CREDENTIALS_REJECTED, rejected(refused))
                    : ProblemException.invalid(
                            "grant",
                            "is refused to this client by "
                                    + client.provider().displayName()
                                    + " (it says: "
                                    + words(refused)
                                    + ")");
        }
        Duration wait =
                response instanceof TokenResponse.RateLimited limited
                        ? limited.retryAfter().orElse(Duration.ofMinutes(1))
                        : SOON;
        throw ProblemException.of(
                ProblemCode.PROVIDER_UNAVAILABLE,
                client.provider().displayName()
                        + " gave no token just now. Nothing was stored; try again.",
                wait);
    }

    static String rejected(TokenResponse.Refused refused) {
        return "The provider rejects client id and secret (it says: "
                + words(refused)
                + "). Set the client_secret of this connector profile anew.";
    }

    private static String words(TokenResponse.Refused refused) {
        String words = refused.description().isEmpty() ? refused.error() : refused.description();
        return String.valueOf(OutsideText.cut(words));
    }
}
