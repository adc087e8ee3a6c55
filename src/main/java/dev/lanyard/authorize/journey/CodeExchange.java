package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.GrantDecision;
import dev.lanyard.authorize.session.GrantedPermissions;
import dev.lanyard.authorize.session.SessionError;
import dev.lanyard.authorize.session.SessionErrorCode;
import dev.lanyard.authorize.timeline.JourneyStep;
import dev.lanyard.authorize.timeline.SessionTimeline;
import dev.lanyard.authorize.timeline.TimelineStep;
import dev.lanyard.connection.pace.ClientProofs;
import dev.lanyard.provider.AccountLookup;
import dev.lanyard.provider.Accounts;
import dev.lanyard.provider.profile.ClientProfile;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.CredentialsStatus;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
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
class CodeExchange {
    private static final TimelineStep UNKNOWN =
            TimelineStep.waiting(
                    JourneyStep.IDENTIFIED,
                    "The provider cannot say who connected just now. It is asked again.");
    private static final Logger LOG = Logger.getLogger(CodeExchange.class);

    private final TokenEndpoint tokens;
    private final Accounts accounts;
    private final CredentialsRecords credentials;
    private final ClientProofs proofs;
    private final SessionTimeline timeline;

    CodeExchange(
            TokenEndpoint tokens,
            Accounts accounts,
            CredentialsRecords credentials,
            ClientProofs proofs,
            SessionTimeline timeline) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.credentials = credentials;
        this.proofs = proofs;
        this.timeline = timeline;
    }

    /** Presents the code; the caller has recorded that it is sent. */
    Uni<GrantDecision> exchange(CodeExchangeContext context, String code) {
        long sentAt = System.nanoTime();
        return tokens.exchange(
                        context.client().credentials(),
                        code,
                        context.codeVerifier(),
                        context.request().redirectUri())
                .call(response -> recordCredentials(context.client(), response, sentAt))
                .call(response -> note(context, exchanged(context, response)))
                .chain(response -> decide(context, response));
    }

    /**
     * Tells the profile what its credentials are worth. A refusal of credentials that worked before
     * is no proof: the provider may have locked the client out for a while (docs/providers.md).
     * What the database cannot note just now must not cost the tokens in hand.
     */
    private Uni<Void> recordCredentials(ProfileClient client, TokenResponse response, long sentAt) {
        ClientProfile profile = client.profile();
        Uni<Void> told = Uni.createFrom().voidItem();
        if (response instanceof TokenResponse.Issued) {
            told = proofs.accepted(client, sentAt);
        } else if (response instanceof TokenResponse.Refused refused
                && refused.ofClient()
                && profile.credentialsStatus() != CredentialsStatus.ACCEPTED) {
            told = credentials.doubted(profile, refused(refused).description());
        }
        return told.onFailure()
                .invoke(failure -> LOG.warnf("%s: not noted: %s", profile.id(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> note(CodeExchangeContext context, TimelineStep step) {
        AuthorizationRequest request = context.request();
        return timeline.note(request.tenantId(), request.sessionId(), step);
    }

    /** A wrong token endpoint shows here first. */
    private static TimelineStep exchanged(CodeExchangeContext context, TokenResponse response) {
        String host = context.client().credentials().tokenEndpoint().getHost();
        return response instanceof TokenResponse.Issued
                ? TimelineStep.succeeded(JourneyStep.EXCHANGED, "At " + host + ".")
                : TimelineStep.failed(
                        JourneyStep.EXCHANGED, "At " + host + ": " + refusal(response).told());
    }

    private Uni<GrantDecision> decide(CodeExchangeContext context, TokenResponse response) {
        return response instanceof TokenResponse.Issued issued
                ? ask(context.client(), issued.tokens())
                : Uni.createFrom()
                        .item(new GrantDecision.NotGranted(refusal(response), Optional.empty()));
    }

    private static SessionError refusal(TokenResponse response) {
        if (response instanceof TokenResponse.Refused refused) {
            return refused(refused);
        }
        if (response instanceof TokenResponse.Malformed malformed) {
            return SessionErrorCode.MALFORMED_RESPONSE.because(
                    "The provider's answer ("
                            + malformed.status()
                            + ") to the code was not a token response: "
                            + SessionError.quote(malformed.detail())
                            + ".");
        }
        if (response instanceof TokenResponse.RateLimited) {
            return SessionErrorCode.PROVIDER_UNAVAILABLE.because(
                    "The provider takes no more requests of the connector profile just now. Try"
                            + " again later.");
        }
        return SessionErrorCode.PROVIDER_UNAVAILABLE.because(
                "The provider did not answer when the code was presented"
                        + why(response)
                        + ". Try again.");
    }

    /** What the operator looks for: a name, a refusal, TLS, time. */
    private static String why(TokenResponse response) {
        if (response instanceof TokenResponse.NotSent notSent) {
            return " (" + SessionError.quote(notSent.detail()) + ")";
        }
        if (response instanceof TokenResponse.Ambiguous ambiguous) {
            return " (" + SessionError.quote(ambiguous.detail()) + ")";
        }
        return response instanceof TokenResponse.Unavailable unavailable
                ? " (" + unavailable.status() + ")"
                : "";
    }

    private static SessionError refused(TokenResponse.Refused refused) {
        String words = SessionError.quote(refused.error() + ": " + refused.description());
        if (refused.ofScope()) {
            return SessionErrorCode.SCOPE_REFUSED.because(
                    "The provider refuses the permissions that the connector profile asks for: \""
                            + words
                            + "\".");
        }
        return refused.ofClient()
                ? SessionErrorCode.CREDENTIALS_REJECTED.because(
                        "The provider rejects the connector profile's client id and secret: \""
                                + words
                                + "\".")
                : SessionErrorCode.CODE_REJECTED.because(
                        "The provider did not accept the code: \"" + words + "\".");
    }

    /** Asks whose the tokens are that wait; noted at once, not with what it leads to. */
    Uni<GrantDecision> identify(CodeExchangeContext context, TokenSet tokenSet) {
        return ask(context.client(), tokenSet)
                .call(decision -> note(context, identified(context.client(), decision)));
    }

    /** The step that a verdict on tokens is. */
    static TimelineStep identified(ProfileClient client, GrantDecision decision) {
        return decision instanceof GrantDecision.Granted granted
                ? granted.told(client.provider(), client.profile().permissions())
                        .map(told -> TimelineStep.succeeded(JourneyStep.IDENTIFIED, told))
                        .orElse(UNKNOWN)
                : TimelineStep.failed(
                        JourneyStep.IDENTIFIED,
                        ((GrantDecision.NotGranted) decision).error().told());
    }

    private Uni<GrantDecision> ask(ProfileClient client, TokenSet tokenSet) {
        Optional<GrantDecision.NotGranted> notEnough =
                tokenSet.scopes().flatMap(granted -> notEnough(client, tokenSet, granted));
        return notEnough.isPresent()
                ? Uni.createFrom().item(notEnough.get())
                : accounts.ask(client.provider(), tokenSet.accessToken())
                        .invoke(response -> logUnknown(client, response))
                        .map(response -> identified(client, tokenSet, response));
    }

    private static void logUnknown(ProfileClient client, AccountLookup response) {
        if (!(response instanceof AccountLookup.Known)) {
            LOG.infof(
                    "Connector profile %s: who connected is not known: %s",
                    client.profile().id(), SessionError.quote(response.why()));
        }
    }

    private static GrantDecision identified(
            ProfileClient client, TokenSet tokenSet, AccountLookup response) {
        if (response instanceof AccountLookup.Known known) {
            Optional<List<String>> granted = tokenSet.scopes().or(known::granted);
            return granted.flatMap(scopes -> notEnough(client, tokenSet, scopes))
                    .map(refused -> (GrantDecision) refused.of(known.account()))
                    .orElseGet(
                            () ->
                                    new GrantDecision.Granted(
                                            tokenSet, Optional.of(known.account()), granted));
        }
        if (response instanceof AccountLookup.Unanswered
                || response instanceof AccountLookup.TokenRefused) {
            return new GrantDecision.Granted(tokenSet, Optional.empty(), tokenSet.scopes());
        }
        return new GrantDecision.NotGranted(unusable(client, response), Optional.of(tokenSet));
    }

    private static SessionError unusable(ProfileClient client, AccountLookup response) {
        if (response instanceof AccountLookup.PermissionMissing missing) {
            return GrantedPermissions.accountRefused(client.provider(), missing.required());
        }
        return SessionErrorCode.MALFORMED_RESPONSE.because(
                "The provider did not say whose account it is: "
                        + SessionError.quote(((AccountLookup.Unusable) response).detail())
                        + ".");
    }

    private static Optional<GrantDecision.NotGranted> notEnough(
            ProfileClient client, TokenSet tokenSet, List<String> granted) {
        return GrantedPermissions.refusal(client.provider(), granted)
                .map(error -> new GrantDecision.NotGranted(error, Optional.of(tokenSet)));
    }
}
