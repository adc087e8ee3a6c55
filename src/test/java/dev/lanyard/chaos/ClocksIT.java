package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.Expiry;
import dev.lanyard.chaos.rig.Faketime;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A replica whose clock is wrong behaves as the others do: time is the database's. For a native
 * executable: a JVM starts under libfaketime within minutes, or not at all.
 */
@EnabledIfSystemProperty(named = "lanyard.executable", matches = ".+(?<!\\.jar)")
class ClocksIT {
    private static final int READS = 40;
    private static final int TWO_MINUTES = 120;

    private final Arena arena = Arena.shared();
    private final Tenant tenant = arena.tenant(ProviderEntry.STRICT);
    private final Survival survival = new Survival(arena, tenant);

    static Stream<String> clocks() {
        return Sizes.chosen().clocks().stream();
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void readsAndRefreshesAsTheOthersDo(String offset) {
        List<String> connection = arena.connect(tenant, 1);
        Instant launch = Instant.now();
        Replica wrong = arena.launch(Faketime.environment(offset)).awaitReady();
        try {
            assertClockIsWrong(wrong, offset, launch);
            refreshesOnceAtExpiry(wrong, connection);
            keepsWhatIsStillGood(wrong, connection.get(0));
        } finally {
            arena.dismiss(wrong);
        }

        survival.assertAllAlive(connection);
        survival.assertEachPresentedOnce();
    }

    /** What the process takes for its start, against the time of its launch. */
    private static void assertClockIsWrong(Replica replica, String offset, Instant launch) {
        Duration wrongBy = Duration.parse("PT" + offset.substring(1).toUpperCase(Locale.ROOT));
        Duration shift = offset.startsWith("-") ? wrongBy.negated() : wrongBy;
        Instant started =
                Instant.ofEpochSecond((long) replica.metric("process_start_time_seconds"));

        assertThat(started)
                .isBetween(launch.plus(shift).minusSeconds(2), Instant.now().plus(shift));
    }

    /** Neither late, by serving what has expired, nor twice. */
    private void refreshesOnceAtExpiry(Replica wrong, List<String> connection) {
        String path = Reading.token(connection.get(0));
        String expired = tenant.api().get(path).expect(200).text("access_token");
        int before = presented();
        new Expiry(arena, tenant).expire(connection);

        Set<String> tokens = readByBoth(wrong, path);

        assertThat(tokens).hasSize(1).doesNotContain(expired);
        tokens.forEach(token -> Reading.assertWorks(arena, token));
        assertThat(presented()).isGreaterThanOrEqualTo(before + 2);
    }

    private Set<String> readByBoth(Replica wrong, String path) {
        List<CompletableFuture<Answer>> reads =
                IntStream.range(0, READS)
                        .mapToObj(n -> n % 2 == 0 ? wrong : arena.replica(1))
                        .map(replica -> tenant.at(replica).getAsync(path))
                        .toList();
        return reads.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.expect(200).text("access_token"))
                .collect(Collectors.toSet());
    }

    /** Not early: two minutes of life are less than the clock is wrong by. */
    private void keepsWhatIsStillGood(Replica wrong, String id) {
        String path = Reading.token(id);
        arena.lifetime(tenant, TWO_MINUTES);
        tenant.at(wrong).post("/v1/connections/" + id + "/refresh", new JsonObject()).expect(200);
        Instant refreshed = Instant.now();
        int before = presented();

        JsonObject here = tenant.api().get(path).expect(200).json();
        JsonObject there = tenant.at(wrong).get(path).expect(200).json();

        assertThat(there).isEqualTo(here);
        assertThat(Instant.parse(there.getString("expires_at")))
                .isCloseTo(refreshed.plusSeconds(TWO_MINUTES), within(5, ChronoUnit.SECONDS));
        assertThat(presented()).isEqualTo(before);
    }

    private int presented() {
        return survival.presentations().getInteger("presented");
    }
}
