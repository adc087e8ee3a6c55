package dev.lanyard.provider.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.ProbeVerdict;
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
        return tokens.probe(client)
                .map(response -> verdict(provider.displayName(), client, response));
    }

    /**
     * The same for a profile that is there. Providers count these requests against the client, so
     * that they are few a minute on this replica.
     *
     * @throws ProblemException {@code rate_limited}
     */
    Uni<CheckResult> recheck(ClientProfile profile, Provider provider, ClientCredentials client) {
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

    private static CheckResult verdict(
            String provider, ClientCredentials client, TokenResponse response) {
        ProbeVerdict about = ProbeVerdict.of(response);
        if (about == ProbeVerdict.ABOUT_CODE) {
            return new CheckResult(CredentialsStatus.ACCEPTED, null);
        }
        if (about == ProbeVerdict.ABOUT_CLIENT
                && response instanceof TokenResponse.Refused refused) {
            return new CheckResult(CredentialsStatus.REJECTED, rejected(provider, client, refused));
        }
        if (response instanceof TokenResponse.Refused refused) {
            return new CheckResult(
                    CredentialsStatus.UNVERIFIED, unproved(provider, "it says: " + words(refused)));
        }
        if (response instanceof TokenResponse.Issued) {
            return new CheckResult(
                    CredentialsStatus.UNVERIFIED, unproved(provider, "it issued tokens for it"));
        }
        return new CheckResult(
                CredentialsStatus.UNVERIFIED,
                provider
                        + " could not be asked: "
                        + unasked(response)
                        + ". The secret is used as it is; check again later.");
    }

    /** Only a response about the code shows that the client was let in before it. */
    private static String unproved(String provider, String said) {
        return provider
                + " answered a made-up code with something that is not about the code, and so"
                + " proves nothing ("
                + said
                + "). The secret is used as it is.";
    }

    private static String words(TokenResponse.Refused refused) {
        return refused.description().isEmpty()
                ? refused.error()
                : refused.error() + ": " + refused.description();
    }

    private static String rejected(
            String provider, ClientCredentials client, TokenResponse.Refused refused) {
        String words = refused.description().isEmpty() ? refused.error() : refused.description();
        String copyAgain =
                provider
                        + " rejects this client id and secret (it says: "
                        + words
                        + "). Copy both again from the client's page there.";
        return client.isEncoded()
                ? copyAgain
                        + " If they are right: they hold characters that are form-encoded for HTTP"
                        + " Basic (RFC 6749 §2.3.1), and a provider that compares them as they come"
                        + " needs token_endpoint_auth_method client_secret_basic_raw in its entry."
                : copyAgain;
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
        return response instanceof TokenResponse.Malformed malformed
                ? "its answer ("
                        + malformed.status()
                        + ") was none of a token endpoint's; the entry's address may be wrong"
                : "its answer was none of OAuth's";
    }
}
