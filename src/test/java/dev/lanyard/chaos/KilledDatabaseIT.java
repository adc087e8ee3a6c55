package dev.lanyard.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The database goes away between the provider's answer and the store; the provider takes a refresh
 * token once, so that the answer has to be kept.
 */
class KilledDatabaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LATER_MILLIS = 10;
    private static final int DOWN_MILLIS = 1_500;

    private final Arena arena = Arena.shared();
    private final int times = Sizes.chosen().databaseKills();
    private final Tenant tenant = arena.tenant(ProviderEntry.STRICT);
    private final Survival survival = new Survival(arena, tenant);
    private final List<String> connection = arena.connect(tenant, 1);
    private final Random random = Seed.random("database");

    @Test
    void storesTheAnswerWhenTheServerWasKilledMeanwhile() throws InterruptedException {
        for (int time = 1; time <= times; time++) {
            refreshWhile(arena.database()::kill, this::startAgain);
        }

        assertNothingLost();
    }

    @Test
    void storesTheAnswerWhenItsConnectionsWereTerminatedMeanwhile() throws InterruptedException {
        for (int time = 1; time <= times; time++) {
            refreshWhile(arena.database()::terminateBackends, () -> {});
        }

        assertNothingLost();
    }

    private void startAgain() {
        Pause.of(Duration.ofMillis(random.nextInt(DOWN_MILLIS)));
        arena.database().start();
    }

    private void refreshWhile(Runnable blow, Runnable repair) throws InterruptedException {
        int before = survival.presentations().getInteger("presented");
        new Expiry(arena, tenant).expire(connection);
        CountDownLatch struck = strikeOnce(blow);

        int reader = 1 + random.nextInt(Arena.REPLICAS);
        tenant.at(arena.replica(reader)).getAsync(Reading.token(connection.get(0)));
        assertThat(struck.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        repair.run();

        await().atMost(PATIENCE).until(() -> read().status() == 200);
        Reading.assertWorks(arena, read().expect(200).text("access_token"));
        assertThat(survival.presentations().getInteger("presented"))
                .as("one for the expiry, one for the reader")
                .isGreaterThanOrEqualTo(before + 2);
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

    private Answer read() {
        return tenant.api().get(Reading.token(connection.get(0)));
    }

    private void assertNothingLost() {
        arena.calm();
        survival.assertAllAlive(connection);
        survival.assertEachPresentedOnce();
        Report.say("database gone %d times, refresh tokens: %s", times, survival.presentations());
    }
}
