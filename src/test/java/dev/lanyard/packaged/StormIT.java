package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Crowd;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Many connections of one profile expire together, at a provider that takes 20 token requests a
 * second, before two replicas: 200 of them, and 2,000 in the chaos profile.
 */
class StormIT {
    private static final int CONNECTIONS =
            "full".equals(System.getProperty("lanyard.chaos")) ? 2_000 : 200;
    private static final int A_SECOND = 20;
    private static final Duration HOURS = Duration.ofHours(2);
    private static final ProviderEntry ENTRY =
            new ProviderEntry(
                    "bitbucket", Duration.ofMinutes(10), Duration.ofMinutes(10), 8, 1_000_000);
    private static Cluster cluster;

    private final Tenant stormy =
            cluster.tenant(ENTRY, JsonObject.of("requests_per_second", A_SECOND));
    private final Tenant calm = cluster.tenant(ENTRY);
    private final AtomicBoolean over = new AtomicBoolean();

    @BeforeAll
    static void start() {
        cluster = Cluster.start(2, ENTRY);
    }

    @AfterAll
    static void end() throws java.io.IOException {
        cluster.close();
    }

    @Test
    void passesWithoutAStormOf429sAndNobodyElseIsHeldUp() {
        Crowd good = new Crowd(cluster, stormy, ENTRY, "good", 10).write(HOURS, HOURS);
        Crowd old =
                new Crowd(cluster, stormy, ENTRY, "old", 10).write(Duration.ofSeconds(50), HOURS);
        Crowd others =
                new Crowd(cluster, calm, ENTRY, "others", 20).write(Duration.ofHours(-1), HOURS);
        readAll(stormy, good.ids());

        Crowd storm =
                new Crowd(cluster, stormy, ENTRY, "storm", CONNECTIONS)
                        .write(Duration.ofSeconds(-1), Duration.ZERO);
        long began = System.nanoTime();
        await().atMost(Duration.ofSeconds(10)).until(() -> rateLimited() > 0);
        Crowd background =
                new Crowd(cluster, calm, ENTRY, "background", 5)
                        .write(Duration.ofMinutes(4), Duration.ZERO);
        CompletableFuture<List<Long>> readers =
                CompletableFuture.supplyAsync(() -> readUntilOver(good));
        CompletableFuture<List<Answer>> callers =
                CompletableFuture.supplyAsync(() -> read(stormy, storm.ids().subList(0, 40)));

        CompletableFuture<List<Long>> impatient =
                CompletableFuture.supplyAsync(() -> readAll(stormy, old.ids()));
        List<Long> elsewhere = readAll(calm, others.ids());
        await().atMost(Duration.ofSeconds(10)).until(() -> background.refreshed() == 5);
        boolean stillStormy = storm.refreshed() < CONNECTIONS;
        await("all of the storm")
                .atMost(
                        Duration.ofSeconds(
                                120 + CONNECTIONS / 8)) // a slow machine slows its own calls
                .pollInterval(Duration.ofMillis(500))
                .until(() -> storm.refreshed() == CONNECTIONS);
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        over.set(true);

        List<Long> reads = readers.join();
        JsonObject seen =
                cluster.provider().presentations(stormy.clientId()).getJsonObject("refresh_token");
        System.out.printf(
                "storm: %d connections in %d s, %d answers of 429%n  %d reads of good tokens: p99"
                        + " %d ms, longest %d ms; of old ones: longest %d ms%n  20 refreshes of another"
                        + " profile: longest %d ms%n",
                CONNECTIONS,
                seconds,
                rateLimited(),
                reads.size(),
                percentile(reads, 99),
                Collections.max(reads),
                Collections.max(impatient.join()),
                Collections.max(elsewhere));
        assertThat(stillStormy).as("the others were served in the storm, not after it").isTrue();
        assertThat(rateLimited()).isLessThanOrEqualTo(20 + CONNECTIONS / 20);
        assertThat(seen.getInteger("accepted_again")).isZero();
        assertThat(seen.getInteger("refused")).isZero();
        assertThat(Collections.max(impatient.join())).isLessThan(4_500);
        assertThat(callers.join()).extracting(Answer::status).containsOnly(200);
        assertThat(percentile(reads, 99)).isLessThan(1_000);
        assertThat(Collections.max(elsewhere)).isLessThan(3_000);
    }

    /** Presentations that the provider's limit turned away. */
    private int rateLimited() {
        return cluster.provider()
                .presentations(stormy.clientId())
                .getJsonObject("refresh_token")
                .getInteger("not_consumed");
    }

    private List<Long> readUntilOver(Crowd crowd) {
        List<Long> millis = new ArrayList<>();
        while (!over.get()) {
            millis.addAll(readAll(stormy, crowd.ids()));
        }
        return millis;
    }

    /** One after the other, at both replicas; how long each took, in milliseconds. */
    private static List<Long> readAll(Tenant tenant, List<String> ids) {
        List<Long> millis = new ArrayList<>();
        for (String id : ids) {
            long began = System.nanoTime();
            at(tenant, id).get("/v1/connections/" + id + "/token").expect(200);
            millis.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
        return millis;
    }

    /** All together. */
    private static List<Answer> read(Tenant tenant, List<String> ids) {
        return ids.stream()
                .map(id -> at(tenant, id).getAsync("/v1/connections/" + id + "/token"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static Api at(Tenant tenant, String id) {
        return tenant.at(cluster.replica(1 + Math.floorMod(id.hashCode(), 2)));
    }

    private static long percentile(List<Long> values, int percent) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
