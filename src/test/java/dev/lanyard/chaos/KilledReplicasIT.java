package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.Killer;
import dev.lanyard.chaos.rig.Readers;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas die by SIGKILL in the middle of refreshes; the provider forgives for ten minutes. */
class KilledReplicasIT {
    private final Sizes sizes = Sizes.chosen();
    private final Arena arena = Arena.shared();
    private final Tenant tenant = arena.tenant(Arena.FORGIVING);
    private final Survival survival = new Survival(arena, tenant);

    @Test
    void losesNoConnectionToReplicasThatAreKilledWhileTheyRefresh() {
        arena.lifetime(tenant, 4);
        List<String> connections = arena.connect(tenant, sizes.refreshing());
        Killer killer = new Killer(arena);

        try (Readers readers = new Readers(arena, tenant, connections)) {
            killer.kill(sizes.kills());

            Report.say("kills %s, reads %s", killer.kills(), readers.answers());
            assertThat(readers.answers())
                    .containsKey("token")
                    .doesNotContainKey(Readers.RECONNECT_REQUIRED);
        }

        arena.calm();
        survival.assertAllAlive(connections);
        Report.say("refresh tokens at the provider: %s", survival.presentations());
        assertThat(survival.presentations().getInteger("accepted_again"))
                .as("presented again after a kill")
                .isPositive();
    }
}
