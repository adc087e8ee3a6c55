package dev.lanyard.connection.refresh;

import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.token.TokenResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * Meters of presentations. Labels are the catalogue's provider names and the protocol's words, so
 * their number is bounded; each exists from the start. What a tenant is shown of them is in {@link
 * RefreshTally}.
 */
@Startup
@ApplicationScoped
class RefreshMeters {
    /** Mostly its user revoked it: what refreshes are for has not failed. */
    private static final String GRANT_REFUSED = "refused";

    private static final List<String> OUTCOMES =
            List.of(
                    "issued",
                    "rate_limited",
                    "not_sent",
                    "no_answer",
                    "unavailable",
                    GRANT_REFUSED,
                    "refused_client",
                    "refused_otherwise",
                    "malformed");
    private static final List<String> DEATHS =
            List.of("grant_revoked", "idle_expired", "answer_lost");

    private final MeterRegistry registry;
    private final RefreshTally tally;

    RefreshMeters(MeterRegistry registry, Providers providers, RefreshTally tally) {
        this.registry = registry;
        this.tally = tally;
        providers.all().stream().map(Provider::name).forEach(this::registerAll);
    }

    private void registerAll(String provider) {
        OUTCOMES.forEach(outcome -> refreshes(provider, outcome));
        DEATHS.forEach(reason -> deaths(provider, reason));
        takeovers(provider);
        recoveries(provider);
        notice(provider);
        latency(provider);
        age(provider);
    }

    /**
     * A lease was taken.
     *
     * @param lease tells how old the grant's tokens are, and whether a response was outstanding
     */
    void presenting(Provider provider, Lease lease) {
        age(provider.name()).record(lease.idle());
        if (lease.outstanding()) {
            takeovers(provider.name()).increment();
        }
    }

    /**
     * The provider answered, or did not.
     *
     * @param lease whose connection it was, and whether an earlier response was outstanding
     * @param sinceNanos {@link System#nanoTime()} when the call began
     */
    void responded(Lease lease, Provider provider, TokenResponse response, long sinceNanos) {
        String outcome = outcome(response);
        boolean issued = response instanceof TokenResponse.Issued;
        if (!outcome.equals(GRANT_REFUSED)) {
            tally.add(lease.connection().tenantId(), provider.name(), issued);
        }
        if (issued && lease.outstanding()) {
            recoveries(provider.name()).increment();
        }
        refreshes(provider.name(), outcome).increment();
        latency(provider.name()).record(Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    /**
     * A grant was found dead.
     *
     * @param lease tells since when it was not known to be alive
     */
    void died(Provider provider, String reason, Lease lease) {
        deaths(provider.name(), reason).increment();
        if (reason.equals("grant_revoked")) {
            notice(provider.name()).record(lease.idle());
        }
    }

    /** The words of {@link FailureClassifier}, before any rule is applied. */
    private static String outcome(TokenResponse response) {
        if (response instanceof TokenResponse.Refused refused) {
            return refused.ofGrant()
                    ? GRANT_REFUSED
                    : refused.ofClient() ? "refused_client" : "refused_otherwise";
        }
        if (response instanceof TokenResponse.Issued) {
            return "issued";
        }
        if (response instanceof TokenResponse.RateLimited) {
            return "rate_limited";
        }
        if (response instanceof TokenResponse.NotSent) {
            return "not_sent";
        }
        if (response instanceof TokenResponse.Ambiguous) {
            return "no_answer";
        }
        return response instanceof TokenResponse.Unavailable ? "unavailable" : "malformed";
    }

    private Counter refreshes(String provider, String outcome) {
        return counter(
                "lanyard.refreshes",
                "Refresh tokens presented, by what the provider answered",
                Tags.of("provider", provider, "outcome", outcome));
    }

    private Counter deaths(String provider, String reason) {
        return counter(
                "lanyard.connections.lost",
                "Grants found dead: the end user has to connect again",
                Tags.of("provider", provider, "reason", reason));
    }

    private Counter takeovers(String provider) {
        return counter(
                "lanyard.lease.takeovers",
                "Leases taken while the answer to an earlier presentation is missing",
                Tags.of("provider", provider));
    }

    private Counter recoveries(String provider) {
        return counter(
                "lanyard.answers.recovered",
                "Tokens that came after an earlier answer had been missing",
                Tags.of("provider", provider));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** Nobody tells when a user revoked a grant: it was after the last time that it worked. */
    private Timer notice(String provider) {
        return timer(
                "lanyard.revocation.notice",
                "From the last success of a grant to finding it revoked",
                provider,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofHours(3),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(30),
                Duration.ofDays(90));
    }

    private Timer latency(String provider) {
        return timer(
                "lanyard.provider.latency",
                "From sending a refresh token to the provider's whole answer",
                provider,
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    private Timer age(String provider) {
        return timer(
                "lanyard.refresh.age",
                "How old a grant's tokens are when they are refreshed",
                provider,
                Duration.ofHours(2),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofDays(30),
                Duration.ofDays(45),
                Duration.ofDays(60),
                Duration.ofDays(90));
    }

    private Timer timer(String name, String description, String provider, Duration... objectives) {
        return Timer.builder(name)
                .description(description)
                .tag("provider", provider)
                .serviceLevelObjectives(objectives)
                .register(registry);
    }
}
