package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ErrorCode;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.Verdict;
import dev.lanyard.provider.AccountAnswer;
import dev.lanyard.provider.Accounts;
import dev.lanyard.provider.profile.Client;
import dev.lanyard.provider.profile.ConnectorProfile;
import dev.lanyard.provider.profile.ConnectorProfiles;
import dev.lanyard.provider.profile.CredentialsStatus;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenSet;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The provider's part: the code presented once, and the question who connected. Never fails, holds
 * no database connection.
 */
@ApplicationScoped
class Presentation {
    private static final Logger LOG = Logger.getLogger(Presentation.class);

    private final TokenEndpoint tokens;
    private final Accounts accounts;
    private final ConnectorProfiles profiles;

    Presentation(TokenEndpoint tokens, Accounts accounts, ConnectorProfiles profiles) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.profiles = profiles;
    }

    /** Presents the code; the caller has recorded that it is sent. */
    Uni<Verdict> exchange(Attempt attempt, String code) {
        return tokens.exchange(
                        attempt.client().credentials(),
                        code,
                        attempt.codeVerifier(),
                        attempt.request().redirectUri())
                .call(answer -> tell(attempt.client().profile(), answer))
                .chain(answer -> answered(attempt.client(), answer));
    }

    /**
     * Tells the profile what its credentials are worth. A refusal of credentials that worked before
     * is no proof: the provider may have locked the client out for a while (docs/providers.md).
     * What the database cannot note just now must not cost the tokens in hand.
     */
    private Uni<Void> tell(ConnectorProfile profile, TokenAnswer answer) {
        Uni<Void> told = Uni.createFrom().voidItem();
        if (answer instanceof TokenAnswer.Issued) {
            told = profiles.accepted(profile);
        } else if (answer instanceof TokenAnswer.Refused refused
                && refused.ofClient()
                && profile.credentialsStatus() != CredentialsStatus.ACCEPTED) {
            told = profiles.rejected(profile, refused(refused).description());
        }
        return told.onFailure()
                .invoke(failure -> LOG.warnf("%s: not noted: %s", profile.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Verdict> answered(Client client, TokenAnswer answer) {
        return answer instanceof TokenAnswer.Issued issued
                ? identify(client, issued.tokens())
                : Uni.createFrom().item(new Verdict.Refused(refusal(answer), Optional.empty()));
    }

    private static SessionError refusal(TokenAnswer answer) {
        if (answer instanceof TokenAnswer.Refused refused) {
            return refused(refused);
        }
        if (answer instanceof TokenAnswer.Malformed malformed) {
            return ErrorCode.MALFORMED_RESPONSE.because(
                    "The provider's answer to the code was not a token response: "
                            + SessionError.quote(malformed.detail())
                            + ".");
        }
        return ErrorCode.PROVIDER_UNAVAILABLE.because(
                "The provider did not answer when the code was presented. Try again.");
    }

    private static SessionError refused(TokenAnswer.Refused refused) {
        String words = SessionError.quote(refused.error() + ": " + refused.description());
        return refused.ofClient()
                ? ErrorCode.CREDENTIALS_REJECTED.because(
                        "The provider rejects the connector profile's client id and secret: \""
                                + words
                                + "\".")
                : ErrorCode.CODE_REJECTED.because(
                        "The provider did not accept the code: \"" + words + "\".");
    }

    /** Asks who connected, unless what was granted rules a connection out. */
    Uni<Verdict> identify(Client client, TokenSet tokenSet) {
        Optional<Verdict> missing =
                tokenSet.scopes().flatMap(granted -> missing(client, tokenSet, granted));
        return missing.isPresent()
                ? Uni.createFrom().item(missing.get())
                : accounts.ask(client.provider(), tokenSet.accessToken())
                        .map(answer -> identified(client, tokenSet, answer));
    }

    private static Verdict identified(Client client, TokenSet tokenSet, AccountAnswer answer) {
        if (answer instanceof AccountAnswer.Known known) {
            Optional<List<String>> granted = tokenSet.scopes().or(known::granted);
            return granted.flatMap(scopes -> missing(client, tokenSet, scopes))
                    .orElseGet(
                            () ->
                                    new Verdict.Granted(
                                            tokenSet, Optional.of(known.account()), granted));
        }
        if (answer instanceof AccountAnswer.Unavailable) {
            return new Verdict.Granted(tokenSet, Optional.empty(), tokenSet.scopes());
        }
        return new Verdict.Refused(unusable(client, answer), Optional.of(tokenSet));
    }

    private static SessionError unusable(Client client, AccountAnswer answer) {
        if (answer instanceof AccountAnswer.PermissionMissing missing) {
            List<String> named = missing.required();
            return permissionMissing(named.isEmpty() ? client.provider().required() : named);
        }
        return ErrorCode.MALFORMED_RESPONSE.because(
                answer instanceof AccountAnswer.Malformed malformed
                        ? "The provider did not say whose account it is: "
                                + SessionError.quote(malformed.detail())
                                + "."
                        : "The provider refuses the access token that it has just issued.");
    }

    private static Optional<Verdict> missing(
            Client client, TokenSet tokenSet, List<String> granted) {
        List<String> had = client.provider().closed(granted);
        List<String> lacking =
                client.provider().required().stream()
                        .filter(scope -> !had.contains(scope))
                        .toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Verdict.Refused(permissionMissing(lacking), Optional.of(tokenSet)));
    }

    private static SessionError permissionMissing(List<String> scopes) {
        return ErrorCode.PERMISSION_MISSING.because(
                "The required permission "
                        + SessionError.quote(String.join(", ", scopes))
                        + " was not granted. It must be ticked on the client at the provider.");
    }
}
