package dev.lanyard.notify.delivery;

import dev.lanyard.notify.DeliveryResult;
import dev.lanyard.notify.DeliveryResult.ResultKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Meters of deliveries, over all tenants; each exists from the start. */
@Startup
@ApplicationScoped
class WebhookMeters {
    private final Counter delivered;
    private final Counter refused;
    private final Counter failed;
    private final Counter givenUp;
    private final Timer lag;

    WebhookMeters(MeterRegistry registry) {
        delivered = attempts(registry, "delivered");
        refused = attempts(registry, "refused");
        failed = attempts(registry, "failed");
        givenUp = attempts(registry, "given_up");
        lag =
                Timer.builder("lanyard.webhook.lag")
                        .description("From an event, or its redelivery asked for, to its arrival")
                        .serviceLevelObjectives(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(5),
                                Duration.ofHours(1),
                                Duration.ofHours(8),
                                Duration.ofDays(3))
                        .register(registry);
    }

    private static Counter attempts(MeterRegistry registry, String outcome) {
        return Counter.builder("lanyard.webhook.attempts")
                .description("Attempts to deliver an event to a webhook")
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * It arrived.
     *
     * @param sinceEvent on the database's clock
     */
    void delivered(Duration sinceEvent) {
        delivered.increment();
        lag.record(sinceEvent);
    }

    /** The target refused it, or did not answer; or this was the last attempt. */
    void notDelivered(DeliveryResult result, boolean last) {
        Counter unlessLast = result.kind() == ResultKind.FAILED ? failed : refused;
        (last ? givenUp : unlessLast).increment();
    }
}
