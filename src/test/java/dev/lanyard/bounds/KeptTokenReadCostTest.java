package dev.lanyard.bounds;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** A token read whose row is kept in memory, as all but the first are. */
@QuarkusTest
class KeptTokenReadCostTest extends TokenReadCost {
    @Inject MeterRegistry registry;

    @Override
    int statements() {
        return 0;
    }

    /** 8,960 once compiled, 9,500 before, with a token of 100 characters. */
    @Override
    long allocation() {
        return 11_000;
    }

    /** A row is read again when it is half a minute old, or while nothing is heard of changes. */
    @Override
    double unusual() {
        return registry.get("lanyard.token.cache.reads").tag("outcome", "miss").counter().count();
    }
}
