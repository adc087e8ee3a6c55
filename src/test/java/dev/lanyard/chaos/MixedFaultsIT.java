package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.Fate;
import dev.lanyard.chaos.rig.Mischief;
import dev.lanyard.chaos.rig.Readers;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Seed;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All faults together, at random; the provider forgives for ten minutes. */
class MixedFaultsIT {
    private static final int CONNECTIONS = 20;

    private final Arena arena = Arena.shared();
    private final Tenant tenant = arena.tenant(ProviderEntry.BITBUCKET);
    private final Survival survival = new Survival(arena, tenant);

    @Test
    void losesNoConnection() {
        arena.lifetime(tenant, 2);
        List<String> connections = arena.connect(tenant, CONNECTIONS);
        arena.traffic().delay(Duration.ofSeconds(2));
        arena.traffic().plan(MixedFaultsIT::fate);
        Mischief mischief = new Mischief(arena, tenant);

        try (Readers readers = new Readers(arena, tenant, connections)) {
            Instant end = Instant.now().plus(Sizes.chosen().mixed());
            while (Instant.now().isBefore(end)) {
                mischief.next();
            }

            Report.say("mischief %s, reads %s", mischief.done(), readers.answers());
            assertThat(readers.answers())
                    .containsKey("token")
                    .doesNotContainKey(Readers.RECONNECT_REQUIRED);
        }

        mischief.end();
        survival.assertAllAlive(connections);
        Report.say("refresh tokens at the provider: %s", survival.presentations());
    }

    /** A third of the connections has some trouble. */
    private static Fate fate(int connection) {
        Random random = Seed.random("mixed", connection);
        return random.nextInt(3) == 0
                ? Fate.values()[random.nextInt(Fate.values().length)]
                : Fate.PASSED;
    }
}
