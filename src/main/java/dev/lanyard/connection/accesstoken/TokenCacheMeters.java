package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.change.HeardChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts what {@link TokenCache} spares the database, and why it does not. */
@Singleton
class TokenCacheMeters {
    private final MeterRegistry registry;
    private final Counter hits;
    private final Counter misses;
    private final Map<String, Counter> forgotten;

    TokenCacheMeters(MeterRegistry registry) {
        this.registry = registry;
        this.hits = reads("hit");
        this.misses = reads("miss");
        this.forgotten =
                Stream.of("connection", "tenant", "all")
                        .collect(Collectors.toMap(Function.identity(), this::invalidations));
    }

    private Counter reads(String outcome) {
        return Counter.builder("lanyard.token.cache.reads")
                .description("Token reads, by whether their row was kept at this replica")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter invalidations(String scope) {
        return Counter.builder("lanyard.token.cache.invalidations")
                .description("Changes heard of, by what of the kept rows they end")
                .tag("scope", scope)
                .register(registry);
    }

    /** How many rows are kept, and whether changes of them are heard of. */
    void show(LongSupplier rows, BooleanSupplier listening) {
        Gauge.builder("lanyard.token.cache.rows", rows, LongSupplier::getAsLong)
                .description("Rows of token reads kept at this replica")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "lanyard.token.cache.listening",
                        listening,
                        heard -> heard.getAsBoolean() ? 1 : 0)
                .description("1 while changes are heard of; else every read asks the database")
                .strongReference(true)
                .register(registry);
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    void forgotten(HeardChange change) {
        Counter counter = forgotten.get(change.scope());
        if (counter != null) {
            counter.increment();
        }
    }
}
