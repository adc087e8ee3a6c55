package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.Balancer;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.SteadyReads;
import dev.lanyard.rig.Api;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas are restarted in turn, by SIGTERM and under load. */
class RestartIT {
    private static final int RATE = 500;
    private static final int CONNECTIONS = 10;
    private static final int REPORT_EVERY = 5;

    /** Reads of a tenth of a second: the load is carried. */
    private static final int FEW = RATE / 10;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The default; the balancer looks 25 times meanwhile. */
    private static final Map<String, String> DELAY = Map.of("LANYARD_SHUTDOWN_DELAY", "5s");

    private final int restarts = Sizes.chosen().restarts();
    private final Arena arena = Arena.shared();
    private final Tenant tenant = arena.tenant(ProviderEntry.BITBUCKET);
    private final List<String> connections = arena.connect(tenant, CONNECTIONS);
    private final List<Replica> pair = List.of(arena.launch(DELAY), arena.launch(DELAY));

    @AfterEach
    void dismiss() {
        pair.forEach(arena::dismiss);
    }

    @Test
    void failsNoRequestWhileReplicasAreRestarted() {
        pair.forEach(Replica::awaitReady);
        try (Balancer balancer = new Balancer(pair)) {
            await().atMost(PATIENCE).until(() -> pair.stream().allMatch(balancer::serves));
            Api api = new Api(balancer.url(), tenant.api().bearer());
            try (SteadyReads reads = new SteadyReads(api, connections, RATE)) {
                for (int number = 1; number <= restarts; number++) {
                    restart(pair.get(number % pair.size()), balancer, reads);
                    report(number, reads, balancer);
                }
                reads.end();
                assertThat(reads.outcomes()).containsOnlyKeys(SteadyReads.SERVED);
                assertThat(reads.perSecond()).isGreaterThan(0.95 * RATE);
            }
        }
    }

    /** All connections have moved to the other one by then, which is the next. */
    private static void restart(Replica replica, Balancer balancer, SteadyReads reads) {
        await().atMost(PATIENCE).until(() -> reads.outstanding() < FEW);
        replica.stop();
        await().atMost(PATIENCE).until(() -> !balancer.serves(replica));
        replica.restartInBackground();
        await().atMost(PATIENCE).until(() -> balancer.serves(replica));
    }

    private void report(int number, SteadyReads reads, Balancer balancer) {
        if (number % REPORT_EVERY == 0 || number == restarts) {
            Report.say(
                    "%d restarts by SIGTERM under %d reads/s: %s, slowest %d ms, %d connections led"
                            + " nowhere",
                    number, RATE, reads.outcomes(), reads.slowest().toMillis(), balancer.refused());
        }
    }
}
