package dev.lanyard.authorize.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.authorize.Journey;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The funnel's meters, over whole journeys. */
@QuarkusTest
class SessionMetersTest {
    private static final String PROVIDER = "bitbucket-sandbox";

    @Inject MeterRegistry registry;

    @Test
    void countsEachStepOfAJourneyThatConnectsOnce() {
        Journey journey = Journey.begin();
        List<Double> before = steps();

        journey.connect(journey.session());

        List<Double> after = steps();
        assertThat(after).hasSameSizeAs(before);
        for (int step = 0; step < after.size(); step++) {
            assertThat(after.get(step) - before.get(step))
                    .as(SessionMeters.FunnelStep.values()[step].name())
                    .isEqualTo(1);
        }
    }

    @Test
    void countsASessionThatItsTenantWithdrawsByItsCode() {
        Journey journey = Journey.begin();
        Journey.Session session = journey.session();
        double cancelled = failures("cancelled");

        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");
        journey.api().post("/v1/connect-sessions/" + session.id() + "/cancel");

        assertThat(failures("cancelled") - cancelled).isEqualTo(1);
    }

    private List<Double> steps() {
        return Arrays.stream(SessionMeters.FunnelStep.values()).map(this::step).toList();
    }

    private double step(SessionMeters.FunnelStep step) {
        return registry.get("lanyard.connect.sessions")
                .tags("provider", PROVIDER, "step", step.name().toLowerCase(java.util.Locale.ROOT))
                .counter()
                .count();
    }

    private double failures(String code) {
        return registry.get("lanyard.connect.failures")
                .tags("provider", PROVIDER, "code", code)
                .counter()
                .count();
    }
}
