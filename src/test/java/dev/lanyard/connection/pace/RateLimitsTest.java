package dev.lanyard.connection.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.connection.pace.TokenRequestSlots.TooFast;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.provider.profile.ProfileClients;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 20 for the profile: the pause, and the slow phase after it ("Pace" of docs/refresh.md). */
@QuarkusTest
class RateLimitsTest {
    private static final Duration NOW = Duration.ZERO;

    @Inject Pool pool;
    @Inject ProfileClients clients;
    private RateLimits limits;
    private ProfileClient client;

    @BeforeEach
    void aProfile() {
        Journey journey = Journey.begin();
        client = clients.of(journey.tenant().id(), journey.profileId()).await().indefinitely();
        limits = new RateLimits(pool);
    }

    @Test
    void pausesForAsLongAsTheProviderSays() {
        assertThat(limited(Optional.of(Duration.ofSeconds(17)), NOW))
                .isBetween(Duration.ofSeconds(16), Duration.ofSeconds(17));
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        limited(Optional.of(Duration.ofSeconds(100)), NOW);

        assertThat(limited(Optional.of(Duration.ofSeconds(1)), NOW))
                .isGreaterThan(Duration.ofSeconds(98));
    }

    /** A limit by the hour is met again as soon as the pause is over. */
    @Test
    void pausesTwiceAsLongEachTimeUpToFiveMinutesWhereTheProviderDoesNotSay() {
        List<Long> pauses =
                IntStream.range(0, 10)
                        .mapToObj(n -> limited(Optional.empty(), NOW))
                        .peek(pause -> passes(pause.plusMillis(500)))
                        .map(pause -> (long) Math.rint(pause.toMillis() / 1000.0))
                        .toList();

        assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void pausesShortlyAgainAfterAWhileWithoutA429() {
        limited(Optional.empty(), NOW);
        passes(Duration.ofSeconds(2));
        limited(Optional.empty(), NOW);
        passes(Duration.ofSeconds(20));

        assertThat(limited(Optional.empty(), NOW))
                .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(2));
    }

    /** The ceiling is 20 a second: half of it at first, back after 15 s, ever faster from then. */
    @ParameterizedTest
    @CsvSource({"0, 10", "7.5, 18.75", "15, 20", "22.5, 21.25", "30, 30", "60, 290"})
    void goesOnAtHalfTheRateAndProbesUpwards(double seconds, double rate) {
        limited(Optional.empty(), NOW);
        set("ceiling = 20");
        passes(Duration.ofMillis(2_000 + (long) (seconds * 1_000)));

        assertThat(rate()).isCloseTo(rate, within(rate / 20));
    }

    @Test
    void nothingIsLimitedAnyMoreAfterSeventyFiveSecondsWithoutA429() {
        limited(Optional.empty(), NOW);
        assertThat(slow()).isTrue();

        passes(Duration.ofSeconds(78));

        assertThat(slow()).isFalse();
        assertThat(IntStream.range(0, 8).mapToObj(n -> take())).allMatch(Slot.class::isInstance);
    }

    @Test
    void halvesTheRateItHadWhenThe429Came() {
        limited(Optional.empty(), NOW);
        set("ceiling = 20");
        passes(Duration.ofSeconds(2 + 30));

        limited(Optional.empty(), NOW);

        assertThat(value("ceiling")).isCloseTo(30, within(1.0));
        assertThat(rate()).isCloseTo(15, within(0.5));
    }

    @Test
    void theOther429sOfABurstAreNoNews() {
        limited(Optional.empty(), NOW);
        double ceiling = value("ceiling");

        for (int n = 0; n < 7; n++) {
            assertThat(limited(Optional.empty(), Duration.ofSeconds(1)))
                    .isLessThanOrEqualTo(Duration.ofSeconds(2));
        }

        assertThat(value("ceiling")).isEqualTo(ceiling);
        assertThat(value("pause")).isEqualTo(2);
    }

    @Test
    void beginsWithTwiceTheParallelCapAndRemembersTheCeilingFromThen() {
        limited(Optional.empty(), NOW);
        assertThat(value("ceiling")).isEqualTo(16);
        set("ceiling = 5");
        passes(Duration.ofHours(1));

        limited(Optional.empty(), NOW);

        assertThat(value("ceiling")).isEqualTo(5);
    }

    @Test
    void isNeverSlowerThanOneInTwentySeconds() {
        limited(Optional.empty(), NOW);
        for (int n = 0; n < 20; n++) {
            passes(Duration.ofMinutes(6));
            set("ceiling = ceiling / 2, paused_until = now()");
            limited(Optional.empty(), NOW);
        }

        assertThat(rate()).isCloseTo(0.05, within(0.01));
    }

    /** Two replicas, four threads each: 4 s at 10 a second. */
    @Test
    void theRateHoldsOverAllReplicas() {
        limited(Optional.of(NOW), NOW);
        set("ceiling = 20, paused_until = now(), slot_at = now()");
        long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();

        int granted =
                IntStream.range(0, 8)
                        .mapToObj(
                                n ->
                                        CompletableFuture.supplyAsync(
                                                () -> takeUntil(new TokenRequestSlots(pool), end)))
                        .toList()
                        .stream()
                        .mapToInt(CompletableFuture::join)
                        .sum();

        // 10 a second at first, 15.1 after 4 s: 51 of them in all
        assertThat(granted).isBetween(35, 56);
    }

    private int takeUntil(TokenRequestSlots slots, long end) {
        int granted = 0;
        while (System.nanoTime() - end < 0) {
            if (slots.acquire(client, false).await().indefinitely() instanceof Slot slot) {
                granted++;
                slots.release(slot).await().indefinitely();
            }
        }
        return granted;
    }

    @Test
    void tellsWhenTheNextSlotIs() {
        limited(Optional.of(NOW), NOW);
        set("ceiling = 1, paused_until = now(), slot_at = now()");
        take();

        assertThat(take())
                .isInstanceOfSatisfying(
                        TooFast.class,
                        answer ->
                                assertThat(answer.delay())
                                        .isBetween(
                                                Duration.ofMillis(1_000),
                                                Duration.ofMillis(2_000)));
    }

    private Duration limited(Optional<Duration> retryAfter, Duration ago) {
        return limits.limited(client, retryAfter, ago).await().indefinitely();
    }

    private TokenRequestSlots.Permit take() {
        return new TokenRequestSlots(pool).acquire(client, false).await().indefinitely();
    }

    private void passes(Duration time) {
        String ago = " - interval '%d milliseconds'".formatted(time.toMillis());
        set(
                "paused_until = paused_until%1$s, slowed_at = slowed_at%1$s, slot_at = slot_at%1$s"
                        .formatted(ago));
    }

    private void set(String columns) {
        execute("UPDATE profile_pace SET " + columns + " WHERE tenant_id = $1 AND profile_id = $2");
    }

    private double rate() {
        return value(RateLimits.RATE);
    }

    private boolean slow() {
        return value("CASE WHEN " + RateLimits.SLOW + " THEN 1 ELSE 0 END") == 1;
    }

    private double value(String expression) {
        return execute(
                        "SELECT ("
                                + expression
                                + ")::float8 FROM profile_pace p WHERE tenant_id = $1 AND"
                                + " profile_id = $2")
                .getDouble(0);
    }

    private Row execute(String sql) {
        var rows =
                pool.preparedQuery(sql)
                        .execute(Tuple.of(client.profile().tenantId(), client.profile().id()))
                        .await()
                        .indefinitely();
        return rows.size() == 0 || !rows.iterator().hasNext() ? null : rows.iterator().next();
    }
}
