package dev.lanyard.connection.proxy;

import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times proxied requests, from their first byte to the last of the response. No path and
 * no id is a label: there are as many series as providers, times two, times the outcomes.
 */
@Startup
@Singleton
class ProxyMeters {
    private static final Set<HttpMethod> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** The provider of a request that was refused before it was known. */
    static final String NO_PROVIDER = "none";

    private final MeterRegistry registry;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    ProxyMeters(MeterRegistry registry, Providers providers) {
        this.registry = registry;
        for (Provider provider : providers.all()) {
            timer(new Series(provider.name(), true, ProxyOutcome.SUCCESS));
            timer(new Series(provider.name(), false, ProxyOutcome.SUCCESS));
        }
    }

    private record Series(String provider, boolean reading, ProxyOutcome outcome) {}

    /**
     * A request has its end.
     *
     * @param began {@link System#nanoTime()} when it came
     */
    void ended(String provider, HttpMethod method, ProxyOutcome outcome, long began) {
        timer(new Series(provider, isReading(method), outcome))
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /** Whether a method asks for nothing to be changed (RFC 9110 §9.2.1). */
    static boolean isReading(HttpMethod method) {
        return READING.contains(method);
    }

    private Timer timer(Series series) {
        return timers.computeIfAbsent(series, this::register);
    }

    private Timer register(Series series) {
        return Timer.builder("lanyard.proxy.requests")
                .description("Requests passed on to providers' APIs, by their end")
                .tag("provider", series.provider())
                .tag("method", series.reading() ? "read" : "write")
                .tag("outcome", series.outcome().text())
                .register(registry);
    }
}
