package dev.lanyard.chaos;

import static org.awaitility.Awaitility.await;

import dev.lanyard.chaos.rig.Arena;
import dev.lanyard.chaos.rig.DatabaseServer;
import dev.lanyard.chaos.rig.Moment;
import dev.lanyard.chaos.rig.Pause;
import dev.lanyard.chaos.rig.Reading;
import dev.lanyard.chaos.rig.Report;
import dev.lanyard.chaos.rig.Seed;
import dev.lanyard.chaos.rig.Sizes;
import dev.lanyard.chaos.rig.Survival;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The database goes away between the provider's answer and the store; the provider takes a refresh
 * token once, so that the answer has to be kept.
 */
class KilledDatabaseIT {
    /** Longer than rule 15 waits for an answer that a process may still have. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final int ASK_AGAIN_SECONDS = 5;
    private static final int LATER_MILLIS = 10;
    private static final int DOWN_MILLIS = 1_500;

    private final Arena arena = Arena.shared();
    private final int times = Sizes.chosen().databaseKills();
    private final Tenant tenant = arena.tenant(ProviderEntry.STRICT);
    private final Survival survival = new Survival(arena, tenant);
    private final String id = arena.connect(tenant, 1).get(0);
    private final Random random = Seed.random("database");

    @Test
    void storesTheAnswerWhenTheServerWasKilledMeanwhile() {
        for (int time = 1; time <= times; time++) {
            refreshWhile(DatabaseServer.shared()::kill, this::startAgain);
        }

        assertNothingLost();
    }

    @Test
    void storesTheAnswerWhenItsConnectionsWereTerminatedMeanwhile() {
        for (int time = 1; time <= times; time++) {
            refreshWhile(DatabaseServer.shared()::terminateBackends, () -> {});
        }

        assertNothingLost();
    }

    private void startAgain() {
        Pause.of(Duration.ofMillis(random.nextInt(DOWN_MILLIS)));
        DatabaseServer.shared().start();
    }

    /** The next refresh is taken only with the refresh token that this one brought. */
    private void refreshWhile(Runnable blow, Runnable repair) {
        CountDownLatch struck = strikeOnce(blow);

        await().atMost(PATIENCE).until(() -> refreshing(struck));
        repair.run();

        await().atMost(PATIENCE).until(() -> refresh(1).join().status() == 200);
        await().atMost(PATIENCE).until(() -> read().status() == 200);
        Reading.assertWorks(arena, read().text("access_token"));
    }

    /** Asks some replica to refresh; false: it did not come to it. */
    private boolean refreshing(CountDownLatch struck) throws InterruptedException {
        refresh(1 + random.nextInt(Arena.REPLICAS));
        return struck.await(ASK_AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Answer> refresh(int replica) {
        return tenant.at(arena.replica(replica))
                .postAsync("/v1/connections/" + id + "/refresh", new JsonObject());
    }

    private Answer read() {
        return tenant.api().get(Reading.token(id));
    }

    /** When the provider has answered: before the replica knows, or a little after. */
    private CountDownLatch strikeOnce(Runnable blow) {
        Moment wanted = random.nextBoolean() ? Moment.ANSWERED : Moment.PASSED_ON;
        Duration later = Duration.ofMillis(random.nextInt(LATER_MILLIS));
        AtomicBoolean armed = new AtomicBoolean(true);
        CountDownLatch struck = new CountDownLatch(1);
        arena.traffic()
                .watch(
                        step -> {
                            if (step.moment() == wanted && armed.compareAndSet(true, false)) {
                                Pause.of(wanted == Moment.PASSED_ON ? later : Duration.ZERO);
                                blow.run();
                                struck.countDown();
                            }
                        });
        return struck;
    }

    private void assertNothingLost() {
        arena.calm();
        survival.assertAllAlive(List.of(id));
        survival.assertEachPresentedOnce();
        Report.say("database gone %d times, refresh tokens: %s", times, survival.presentations());
    }
}
