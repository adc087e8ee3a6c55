package dev.lanyard.connection.accesstoken;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times what readers of access tokens were told. Every timer exists from the start, so
 * that a rate over it has a beginning; adding to one costs little more than a {@code LongAdder}.
 */
@Startup
@Singleton
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

    /** What the filters before the resource refuse, by the status that nothing else has here. */
    private static final Map<Integer, ProblemCode> EARLY =
            Map.of(
                    400, ProblemCode.VALIDATION_FAILED,
                    401, ProblemCode.UNAUTHORIZED,
                    403, ProblemCode.FORBIDDEN,
                    429, ProblemCode.RATE_LIMITED);

    private final Timer served;
    private final Timer failed;
    private final Map<Integer, Timer> early = new HashMap<>();
    private final Map<ProblemCode, Timer> refused = new EnumMap<>(ProblemCode.class);

    TokenReadMeters(MeterRegistry registry) {
        served = timer(registry, "served");
        failed = timer(registry, "failed");
        REFUSALS.forEach(code -> refused.put(code, timer(registry, code.code())));
        EARLY.forEach((status, code) -> early.put(status, timer(registry, code.code())));
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("lanyard.token.reads")
                .description("Access tokens asked for, by what the caller was told")
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * A token was given out.
     *
     * @param began {@link System#nanoTime()} when it was asked for
     */
    void served(long began) {
        served.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /**
     * A request has its response; counts what did not come as far as the resource.
     *
     * @param began {@link System#nanoTime()} when it was asked for
     */
    void ended(int status, long began) {
        Timer timer = early.get(status);
        if (timer != null) {
            timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * None was: by the problem's code, {@code failed} for what has none of a reader's codes.
     *
     * @param began {@link System#nanoTime()} when it was asked for
     */
    void refused(Throwable failure, long began) {
        Timer timer =
                failure instanceof ProblemException problem ? refused.get(problem.code()) : null;
        (timer == null ? failed : timer).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
}
