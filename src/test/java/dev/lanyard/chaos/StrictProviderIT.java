package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.Expiry;
import dev.lanyard.chaos.rig.Fate;
import dev.lanyard.chaos.rig.Pause;
import dev.lanyard.chaos.rig.Proxy;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.chaos.rig.Traffic;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A provider that kills the grant of a refresh token presented twice; 200 readers at expiry. */
class StrictProviderIT {
    private static final int READERS = 200;
    private static final int CONNECTIONS = 10;
    private static final Duration REFUSED = Duration.ofMillis(60);

    private final Arena arena = Arena.shared();
    private final int rounds = Sizes.chosen().rounds();
    private final Tenant tenant = arena.tenant(ProviderEntry.STRICT);
    private final Survival survival = new Survival(arena, tenant);

    @Test
    void presentsEachRefreshTokenOnceForTwoHundredReadersOfThreeReplicas() {
        List<String> connection = arena.connect(tenant, 1);

        for (int round = 1; round <= rounds; round++) {
            round(connection);
        }

        survival.assertAllAlive(connection);
        survival.assertEachPresentedOnce();
    }

    @Test
    void doesSoWhenConnectionsAreRefusedOrResetBeforeAByteWasWritten() {
        List<String> connections = arena.connect(tenant, CONNECTIONS);
        int resetBefore = arena.traffic().count(Fate.RESET_BEFORE);
        arena.traffic().plan(Traffic.fivePercent(Fate.RESET_BEFORE));

        for (int round = 1; round <= rounds; round++) {
            round(connections, arena.proxy(1 + round % Arena.REPLICAS));
        }

        assertThat(arena.traffic().count(Fate.RESET_BEFORE)).isGreaterThan(resetBefore);
        survival.assertAllAlive(connections);
        survival.assertEachPresentedOnce();
    }

    /** Two hundred reads at expiry, while these ways to the provider are closed for a moment. */
    private void round(List<String> connections, Proxy... refusing) {
        int before = survival.presentations().getInteger("presented");
        new Expiry(arena, tenant).expire(connections);

        List.of(refusing).forEach(Proxy::refuse);
        List<CompletableFuture<Answer>> reads =
                Reading.parallel(arena, tenant, connections, READERS / connections.size());
        Pause.of(REFUSED);
        List.of(refusing).forEach(Proxy::admit);
        List<Answer> answers = reads.stream().map(CompletableFuture::join).toList();

        assertThat(answers).hasSize(READERS).extracting(Answer::status).containsOnly(200);
        Set<String> tokens =
                answers.stream()
                        .map(answer -> answer.text("access_token"))
                        .collect(Collectors.toSet());
        assertThat(tokens)
                .hasSameSizeAs(connections)
                .allSatisfy(token -> Reading.assertWorks(arena, token));
        assertThat(survival.presentations().getInteger("presented"))
                .as("one for the expiry, one for the readers")
                .isGreaterThanOrEqualTo(before + 2 * connections.size());
    }
}
