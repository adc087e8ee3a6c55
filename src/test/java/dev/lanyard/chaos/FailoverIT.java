package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.PrimaryAndStandby;
import dev.lanyard.chaos.rig.Readers;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The primary dies under load and its synchronous standby is promoted, again and again. One
 * provider takes a refresh token once, the other forgives.
 */
@EnabledIfSystemProperty(
        named = "lanyard.chaos",
        matches = "full",
        disabledReason = "needs Debian's postgresql-15: ./mvnw verify -Pchaos")
class FailoverIT {
    private static final int REPLICAS = 2;
    private static final int CONNECTIONS = 20;
    private static final int LIFETIME_SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int failovers = Sizes.chosen().failovers();

    @Test
    void losesNoConnectionAndServesAgain() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "failover");
        try (PrimaryAndStandby database = new PrimaryAndStandby(folder);
                Arena arena = Arena.on("failover", REPLICAS, database.port())) {
            Load strict = new Load(arena, Arena.WIDE);
            Load forgiving = new Load(arena, Arena.FORGIVING);
            Tenant idle = arena.tenant(ProviderEntry.BITBUCKET);
            String kept = arena.connect(idle, 1).get(0);

            List<Outage> outages =
                    failOver(arena, database, List.of(strict, forgiving), idle, kept);

            Report.say("%d failovers: %s", failovers, outages);
            strict.assertNothingLost();
            strict.survival.assertEachPresentedOnce();
            forgiving.assertNothingLost();
        }
    }

    /** Readers of connections whose access tokens expire all the time. */
    private static final class Load {
        private final Tenant tenant;
        private final Survival survival;
        private final List<String> connections;
        private final Arena arena;

        Load(Arena arena, ProviderEntry entry) {
            this.arena = arena;
            this.tenant = arena.tenant(entry);
            this.survival = new Survival(arena, tenant);
            arena.lifetime(tenant, LIFETIME_SECONDS);
            this.connections = arena.connect(tenant, CONNECTIONS);
        }

        Readers readers() {
            return new Readers(arena, tenant, connections);
        }

        int refreshes() {
            return survival.presentations().getInteger("accepted");
        }

        void assertNothingLost() {
            survival.assertAllAlive(connections);
            Report.say("refresh tokens at the provider: %s", survival.presentations());
        }
    }

    /**
     * In milliseconds.
     *
     * @param promotion from the death of the primary until the standby takes writes
     * @param service from there, and the new address, until both replicas serve a token
     */
    private record Outage(long promotion, long service) {}

    private List<Outage> failOver(
            Arena arena, PrimaryAndStandby database, List<Load> loads, Tenant idle, String kept)
            throws IOException {
        List<Outage> outages = new ArrayList<>();
        List<Readers> readers = loads.stream().map(Load::readers).toList();
        for (int number = 1; number <= failovers; number++) {
            awaitRefreshes(loads);
            long death = System.nanoTime();
            database.killPrimary();
            database.promoteStandby();
            long promotion = System.nanoTime();
            database.repoint();
            awaitService(arena, idle, kept);
            outages.add(
                    new Outage(millis(promotion - death), millis(System.nanoTime() - promotion)));
            database.replaceStandby();
        }
        awaitRefreshes(loads);
        readers.forEach(FailoverIT::assertNobodyWasToldToReconnect);
        return outages;
    }

    /** Under load means: of each provider's tokens, some are being refreshed just now. */
    private static void awaitRefreshes(List<Load> loads) {
        for (Load load : loads) {
            int before = load.refreshes();
            await().atMost(PATIENCE).until(() -> load.refreshes() >= before + CONNECTIONS);
        }
    }

    private static void awaitService(Arena arena, Tenant tenant, String connection) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                IntStream.rangeClosed(1, REPLICAS)
                                        .allMatch(
                                                number ->
                                                        serves(arena, number, tenant, connection)));
    }

    private static boolean serves(Arena arena, int number, Tenant tenant, String connection) {
        return tenant.at(arena.replica(number)).get(Reading.token(connection)).status() == 200;
    }

    private static void assertNobodyWasToldToReconnect(Readers readers) {
        readers.close();
        Report.say("reads %s", readers.answers());
        assertThat(readers.answers())
                .containsKey("token")
                .doesNotContainKey(Readers.RECONNECT_REQUIRED);
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
