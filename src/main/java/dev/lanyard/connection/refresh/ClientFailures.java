package dev.lanyard.connection.refresh;

import dev.lanyard.connection.pace.CoolDowns;
import dev.lanyard.connection.pace.RateLimits;
import dev.lanyard.database.SqlSeconds;
import dev.lanyard.provider.profile.CredentialsRecords;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.runtime.Jitter;
import dev.lanyard.token.ProbeVerdict;
import dev.lanyard.token.TokenResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Records what a renewal of a client's own token did not bring. It is tried again, or is the
 * profile's trouble; the connection never needs its user.
 */
@ApplicationScoped
class ClientFailures {
    private static final Logger LOG = Logger.getLogger(ClientFailures.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final ClientTokens tokens;
    private final RefreshFailures failures;
    private final RateLimits limits;
    private final CoolDowns coolDowns;
    private final CredentialsRecords credentials;

    ClientFailures(
            ClientTokens tokens,
            RefreshFailures failures,
            RateLimits limits,
            CoolDowns coolDowns,
            CredentialsRecords credentials) {
        this.tokens = tokens;
        this.failures = failures;
        this.limits = limits;
        this.coolDowns = coolDowns;
        this.credentials = credentials;
    }

    /** Records any answer but tokens, if that lease is still the last on its version. */
    Uni<RefreshOutcome> record(ProfileClient client, Lease lease, TokenResponse response) {
        return response instanceof TokenResponse.Refused refused && refused.ofClient()
                ? refused(client, lease, refused)
                : carryOut(client, lease, FailureClassifier.judgeRepeatable(response, lease));
    }

    private Uni<RefreshOutcome> carryOut(
            ProfileClient client, Lease lease, RefreshDecision decision) {
        if (decision instanceof RefreshDecision.Pause pause) {
            return limits.limited(client, pause.retryAfter(), lease.age())
                    .map(wait -> wait.plus(Jitter.upTo(wait.dividedBy(10), AT_MOST)))
                    .chain(wait -> blocked(lease, RefreshFailure.pause(pause, wait, false), wait));
        }
        RefreshDecision.Retry retry = (RefreshDecision.Retry) decision;
        return blocked(lease, RefreshFailure.retry(retry, false), retry.delay());
    }

    private Uni<RefreshOutcome> blocked(Lease lease, RefreshFailure failure, Duration wait) {
        return failures.record(lease, failure).replaceWith(new RefreshOutcome.Blocked(wait, false));
    }

    /**
     * A refusal of the client is the profile's trouble. In a cool-down it is no news: the provider
     * may have locked the client out. Otherwise a probe tells a wrong secret from a client that may
     * not ask for this grant.
     */
    private Uni<RefreshOutcome> refused(
            ProfileClient client, Lease lease, TokenResponse.Refused refused) {
        return coolDowns
                .left(client)
                .chain(
                        cooling ->
                                cooling.isZero()
                                        ? prove(client, lease, refused)
                                        : carryOut(client, lease, checking(refused, cooling)));
    }

    private Uni<RefreshOutcome> prove(
            ProfileClient client, Lease lease, TokenResponse.Refused refused) {
        return tokens.probe(client).chain(about -> conclude(client, lease, refused, about));
    }

    /**
     * Where the response says nothing of the client, only this grant fails, and is asked for ever
     * more rarely: what one refusal proves of the profile is not enough to stop its siblings.
     */
    private Uni<RefreshOutcome> conclude(
            ProfileClient client, Lease lease, TokenResponse.Refused refused, ProbeVerdict about) {
        return switch (about) {
            case ABOUT_CLIENT -> rejected(client, lease, refused);
            case ABOUT_CODE, ABOUT_NEITHER ->
                    carryOut(client, lease, FailureClassifier.judgeRepeatable(refused, lease));
            case NONE -> carryOut(client, lease, checking(refused, LOOK_AGAIN));
        };
    }

    private static RefreshDecision checking(TokenResponse.Refused refused, Duration delay) {
        return new RefreshDecision.Retry(
                "refused_client",
                "checking_grant",
                "The provider answered " + refused.error() + ".",
                true,
                delay);
    }

    /** The connection's own health stays: the profile's trouble shows by itself. */
    private Uni<RefreshOutcome> rejected(
            ProfileClient client, Lease lease, TokenResponse.Refused refused) {
        RefreshFailure failure =
                new RefreshFailure(
                        "refused_client",
                        true,
                        SqlSeconds.of(AGAIN),
                        SqlSeconds.of(LOOK_AGAIN),
                        false,
                        null,
                        null,
                        null,
                        null);
        LOG.warnf(
                "Connector profile %s: the provider rejects its client id and secret.",
                client.profile().id());
        return credentials
                .rejected(client.profile(), ClientTokens.rejected(refused))
                .chain(() -> failures.record(lease, failure))
                .replaceWith(new RefreshOutcome.NotNow());
    }
}
