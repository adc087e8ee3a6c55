package dev.lanyard.provider;

import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.token.TokenEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Asks a provider whether it takes a client id and secret, by redeeming a made-up code. */
@ApplicationScoped
class Credentials {
    private final TokenEndpoint tokens;

    Credentials(TokenEndpoint tokens) {
        this.tokens = tokens;
    }

    /**
     * What the provider said.
     *
     * @param detail what happened and what to do next; null if they were accepted
     */
    record Verdict(CredentialsStatus status, @Nullable String detail) {}

    /** Sends one request; never fails. */
    Uni<Verdict> check(Provider provider, ClientCredentials client) {
        return tokens.probe(client).map(answer -> verdict(provider.displayName(), answer));
    }

    private static Verdict verdict(String provider, TokenAnswer answer) {
        if (answer instanceof TokenAnswer.Refused refused) {
            return refused.ofClient()
                    ? new Verdict(CredentialsStatus.REJECTED, rejected(provider, refused))
                    : new Verdict(CredentialsStatus.ACCEPTED, null);
        }
        if (answer instanceof TokenAnswer.Issued) {
            return new Verdict(CredentialsStatus.ACCEPTED, null);
        }
        return new Verdict(
                CredentialsStatus.UNVERIFIED,
                provider
                        + " could not be asked: "
                        + unasked(answer)
                        + ". The secret is used as it is; check again later.");
    }

    private static String rejected(String provider, TokenAnswer.Refused refused) {
        String words = refused.description().isEmpty() ? refused.error() : refused.description();
        return provider
                + " rejects this client id and secret (it says: "
                + words
                + "). Copy both again from the client's page there.";
    }

    private static String unasked(TokenAnswer answer) {
        if (answer instanceof TokenAnswer.RateLimited) {
            return "it allows no more requests just now (429)";
        }
        if (answer instanceof TokenAnswer.NotSent notSent) {
            return "no connection, " + notSent.detail();
        }
        if (answer instanceof TokenAnswer.Ambiguous ambiguous) {
            return "no whole answer, " + ambiguous.detail();
        }
        if (answer instanceof TokenAnswer.Unavailable unavailable) {
            return "it answered " + unavailable.status();
        }
        return "its answer was none of OAuth's";
    }
}
