package dev.lanyard.vault;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows how often something sealed did not open: it should never (docs/refresh.md rule 21). */
@Startup
@ApplicationScoped
class VaultMeters {
    VaultMeters(MeterRegistry registry) {
        FunctionCounter.builder(
                        "lanyard.vault.failures",
                        DecryptionFailedException.class,
                        x -> DecryptionFailedException.count())
                .description("Sealed values that did not open: unknown key, or altered")
                .register(registry);
    }
}
