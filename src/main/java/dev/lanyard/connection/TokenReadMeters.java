package dev.lanyard.connection;

import dev.lanyard.problem.Problem;
import dev.lanyard.problem.ProblemCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts what readers of access tokens were told. Every counter exists from the start, so that a
 * rate over it has a beginning; adding to one costs as much as a {@code LongAdder}.
 */
@Startup
@ApplicationScoped
class TokenReadMeters {
    private static final Set<ProblemCode> REFUSALS =
            Set.of(
                    ProblemCode.NOT_FOUND,
                    ProblemCode.CONNECTION_DISABLED,
                    ProblemCode.AWAITING_CONFIRMATION,
                    ProblemCode.RECONNECT_REQUIRED,
                    ProblemCode.CREDENTIALS_REJECTED,
                    ProblemCode.PROVIDER_UNAVAILABLE,
                    ProblemCode.UNAVAILABLE);

    private final Counter served;
    private final Counter failed;
    private final Map<ProblemCode, Counter> refused = new EnumMap<>(ProblemCode.class);

    TokenReadMeters(MeterRegistry registry) {
        served = counter(registry, "served");
        failed = counter(registry, "failed");
        REFUSALS.forEach(code -> refused.put(code, counter(registry, code.code())));
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("lanyard.token.reads")
                .description("Access tokens asked for, by what the caller was told")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** A token was given out. */
    void served() {
        served.increment();
    }

    /** None was: by the problem's code, {@code failed} for what has none of a reader's codes. */
    void refused(Throwable failure) {
        Counter counter = failure instanceof Problem problem ? refused.get(problem.code()) : null;
        (counter == null ? failed : counter).increment();
    }
}
