package dev.lanyard.provider.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.provider.Provider;
import dev.lanyard.token.ClientCredentials;
import dev.lanyard.token.TokenAnswer;
import dev.lanyard.token.TokenEndpoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks a provider whether it takes a client id and secret, by redeeming a made-up code. */
@ApplicationScoped
class Credentials {
    private static final int CHECKS_A_MINUTE = 12;

    private final TokenEndpoint tokens;
    private final Cache<String, AtomicInteger> checks =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

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

    /**
     * The same for a profile that is there. Providers count these requests against the client, so
     * that they are few a minute on this replica.
     *
     * @throws Problem {@code rate_limited}
     */
    Uni<Verdict> recheck(ConnectorProfile profile, Provider provider, ClientCredentials client) {
        AtomicInteger count = checks.get(profile.id(), id -> new AtomicInteger());
        if (count.incrementAndGet() > CHECKS_A_MINUTE) {
            throw Problem.of(
                    ProblemCode.RATE_LIMITED,
                    "The credentials of this connector profile were checked "
                            + CHECKS_A_MINUTE
                            + " times within a minute. Wait a minute.",
                    Duration.ofMinutes(1));
        }
        return check(provider, client);
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
