package dev.lanyard.provider.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.TokenEndpoint;
import dev.lanyard.token.TokenResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks a provider whether it takes a client id and secret, by redeeming a made-up code. */
@ApplicationScoped
class CredentialsCheck {
    private static final int CHECKS_A_MINUTE = 12;

    private final TokenEndpoint tokens;
    private final Cache<String, AtomicInteger> checks =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

    CredentialsCheck(TokenEndpoint tokens) {
        this.tokens = tokens;
    }

    /**
     * The provider's verdict on a client id and secret.
     *
     * @param detail what happened and what to do next; null if they were accepted
     */
    record CheckResult(CredentialsStatus status, @Nullable String detail) {}

    /** Sends one request; never fails. */
    Uni<CheckResult> check(Provider provider, ClientCredentials client) {
        return tokens.probe(client).map(response -> verdict(provider.displayName(), response));
    }

    /**
     * The same for a profile that is there. Providers count these requests against the client, so
     * that they are few a minute on this replica.
     *
     * @throws ProblemException {@code rate_limited}
     */
    Uni<CheckResult> recheck(
            ConnectorProfile profile, Provider provider, ClientCredentials client) {
        AtomicInteger count = checks.get(profile.id(), id -> new AtomicInteger());
        if (count.incrementAndGet() > CHECKS_A_MINUTE) {
            throw ProblemException.of(
                    ProblemCode.RATE_LIMITED,
                    "The credentials of this connector profile were checked "
                            + CHECKS_A_MINUTE
                            + " times within a minute. Wait a minute.",
                    Duration.ofMinutes(1));
        }
        return check(provider, client);
    }

    private static CheckResult verdict(String provider, TokenResponse response) {
        if (response instanceof TokenResponse.Refused refused) {
            return refused.ofClient()
                    ? new CheckResult(CredentialsStatus.REJECTED, rejected(provider, refused))
                    : new CheckResult(CredentialsStatus.ACCEPTED, null);
        }
        if (response instanceof TokenResponse.Issued) {
            return new CheckResult(CredentialsStatus.ACCEPTED, null);
        }
        return new CheckResult(
                CredentialsStatus.UNVERIFIED,
                provider
                        + " could not be asked: "
                        + unasked(response)
                        + ". The secret is used as it is; check again later.");
    }

    private static String rejected(String provider, TokenResponse.Refused refused) {
        String words = refused.description().isEmpty() ? refused.error() : refused.description();
        return provider
                + " rejects this client id and secret (it says: "
                + words
                + "). Copy both again from the client's page there.";
    }

    private static String unasked(TokenResponse response) {
        if (response instanceof TokenResponse.RateLimited) {
            return "it allows no more requests just now (429)";
        }
        if (response instanceof TokenResponse.NotSent notSent) {
            return "no connection, " + notSent.detail();
        }
        if (response instanceof TokenResponse.Ambiguous ambiguous) {
            return "no whole answer, " + ambiguous.detail();
        }
        if (response instanceof TokenResponse.Unavailable unavailable) {
            return "it answered " + unavailable.status();
        }
        return "its answer was none of OAuth's";
    }
}
