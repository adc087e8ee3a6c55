package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Crowd;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import dev.lanyard.sandbox.SandboxClient.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a refresh costs, and whom it holds up: bars that only a machine without other work can tell.
 * {@code ./mvnw verify -Dbars=true -Dit.test=RefreshCostIT -Drig.java=-Xmx512m}; figures in
 * docs/benchmarks.md.
 */
@EnabledIfSystemProperty(named = "bars", matches = "true")
class RefreshCostIT {
    private static final int WARM_UP = 400;
    private static final int MEASURED = 400;
    private static final int WAITING = 200;
    private static final Duration HOURS = Duration.ofHours(2);
    private static final ProviderEntry ENTRY =
            new ProviderEntry("bitbucket", Duration.ofMinutes(10), Duration.ofMinutes(10), WAITING);
    private static Cluster cluster;

    private final Tenant tenant = cluster.tenant(ENTRY);

    @BeforeAll
    static void start() {
        cluster = Cluster.start(1, ENTRY);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    /** The same request to the provider, with and without Lanyard before it, in turn. */
    @Test
    void aRefreshAddsAtMostTenMillisecondsAtTheMedian() {
        Crowd through = expired("through", WARM_UP + MEASURED);
        Crowd direct = expired("direct", WARM_UP + MEASURED);
        List<Long> withLanyard = new ArrayList<>();
        List<Long> without = new ArrayList<>();

        for (int number = 0; number < WARM_UP + MEASURED; number++) {
            int turn = number;
            withLanyard.add(micros(() -> read(through.ids().get(turn)).expect(200)));
            without.add(micros(() -> present(direct.refreshToken(turn))));
        }

        long added = percentile(withLanyard, 50) - percentile(without, 50);
        System.out.printf(
                "refresh: median %.1f ms, p99 %.1f ms; the provider alone: median %.1f ms, p99 %.1f"
                        + " ms; added at the median: %.1f ms%n",
                percentile(withLanyard, 50) / 1e3,
                percentile(withLanyard, 99) / 1e3,
                percentile(without, 50) / 1e3,
                percentile(without, 99) / 1e3,
                added / 1e3);
        assertThat(added).isLessThanOrEqualTo(10_000);
    }

    /** The replica's pool has 10 connections to the database. */
    @Test
    void whoWaitsForASlowProviderHoldsUpNoOtherRead() {
        Crowd waiting = expired("waiting", WAITING);
        Crowd good = new Crowd(cluster, tenant, ENTRY, "good", 50).write(HOURS, HOURS);
        good.ids().forEach(id -> read(id).expect(200));
        cluster.provider().faults(tenant.clientId(), fault("slow", "refresh").put("millis", 8_000));

        List<CompletableFuture<Answer>> refreshes =
                waiting.ids().stream().map(id -> tenant.api().getAsync(path(id))).toList();
        await().atMost(Duration.ofSeconds(5))
                .until(
                        () ->
                                cluster.provider().refreshTokenPresentations(tenant.clientId())
                                        == WAITING);
        List<Long> reads = readWhile(good, refreshes);

        System.out.printf(
                "%d reads beside %d refreshes that wait for 8 s: median %.1f ms, p99 %.1f ms,"
                        + " longest %.1f ms%n",
                reads.size(),
                WAITING,
                percentile(reads, 50) / 1e3,
                percentile(reads, 99) / 1e3,
                percentile(reads, 100) / 1e3);
        assertThat(refreshes).extracting(answer -> answer.join().status()).containsOnly(200);
        assertThat(percentile(reads, 99)).isLessThan(100_000);
    }

    /** Eight readers, until the first refresh is done. */
    private List<Long> readWhile(Crowd good, List<CompletableFuture<Answer>> refreshes) {
        CompletableFuture<?> first =
                CompletableFuture.anyOf(refreshes.toArray(CompletableFuture[]::new));
        return IntStream.range(0, 8)
                .mapToObj(reader -> CompletableFuture.supplyAsync(() -> readUntil(first, good)))
                .toList()
                .stream()
                .flatMap(reader -> reader.join().stream())
                .toList();
    }

    private List<Long> readUntil(CompletableFuture<?> end, Crowd good) {
        return Stream.generate(good.ids()::stream)
                .flatMap(ids -> ids)
                .takeWhile(id -> !end.isDone())
                .map(id -> micros(() -> read(id).expect(200)))
                .toList();
    }

    private Crowd expired(String name, int size) {
        return new Crowd(cluster, tenant, ENTRY, name, size).write(Duration.ofSeconds(-1), HOURS);
    }

    private Answer read(String id) {
        return tenant.api().get(path(id));
    }

    private void present(String refreshToken) {
        Credentials client = tenant.credentials();
        Map<String, String> form =
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken);
        assertThat(cluster.provider().token(client, form).statusCode()).isEqualTo(200);
    }

    private static String path(String id) {
        return "/v1/connections/" + id + "/token";
    }

    private static long micros(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1_000;
    }

    /** After the warm-up, if there was one. */
    private static long percentile(List<Long> values, int percent) {
        List<Long> counted =
                values.size() == WARM_UP + MEASURED
                        ? values.subList(WARM_UP, values.size())
                        : values;
        List<Long> sorted = counted.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
