package dev.lanyard.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Gauges that show the last result of a recurring query: unknown until the first one, and while the
 * database does not respond.
 *
 * @param <S> what is seen
 */
public final class PolledGauges<S> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MeterRegistry registry;
    private final S unknown;
    private volatile S seen;

    /**
     * @param registry of the gauges
     * @param unknown what they show while nothing is known
     */
    public PolledGauges(MeterRegistry registry, S unknown) {
        this.registry = registry;
        this.unknown = unknown;
        this.seen = unknown;
    }

    /** A gauge of this name; chained. */
    public PolledGauges<S> gauge(String name, ToDoubleFunction<S> value, String description) {
        Gauge.builder(name, this, observed -> value.applyAsDouble(observed.seen))
                .description(description)
                .strongReference(true)
                .register(registry);
        return this;
    }

    /**
     * Looks once, for at most 10 s.
     *
     * @return fails as the look does; nothing is known then
     */
    public Uni<Void> by(Uni<S> look) {
        return look.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(() -> seen = unknown)
                .invoke(found -> seen = found)
                .replaceWithVoid();
    }
}
