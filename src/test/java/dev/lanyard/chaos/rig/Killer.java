package dev.lanyard.chaos.rig;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kills replicas by SIGKILL, each in the middle of a refresh of its own, and starts them again. Who
 * and at which {@link Moment} comes from the seed.
 */
public final class Killer {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WAIT_SECONDS = 10;
    private static final int LATER_MILLIS = 25;

    private final Arena arena;
    private final Random random = Seed.random("kills");
    private final Map<String, Integer> kills = new TreeMap<>();

    public Killer(Arena arena) {
        this.arena = arena;
    }

    /** Kills that often. */
    public void kill(int times) {
        for (int done = 1; done <= times; done++) {
            int victim = anyReady();
            strike(victim);
            arena.replica(victim).restartInBackground();
            if (done % 100 == 0) {
                Report.say("%d kills: %s", done, kills);
            }
        }
    }

    /** How many at each moment. */
    public Map<String, Integer> kills() {
        return kills;
    }

    private int anyReady() {
        List<Integer> order =
                IntStream.rangeClosed(1, Arena.REPLICAS)
                        .boxed()
                        .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(order, random);
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> order.stream().filter(arena::isReady).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until the victim's next refresh is that far, and kills it a little later. */
    private void strike(int victim) {
        Moment wanted = Moment.values()[random.nextInt(Moment.values().length)];
        Duration later = Duration.ofMillis(random.nextInt(LATER_MILLIS));
        AtomicBoolean armed = new AtomicBoolean(true);
        CountDownLatch dead = new CountDownLatch(1);
        arena.traffic()
                .watch(
                        step -> {
                            if (step.moment() == wanted
                                    && step.replica() == victim
                                    && armed.compareAndSet(true, false)) {
                                Pause.of(later);
                                arena.replica(victim).kill();
                                dead.countDown();
                            }
                        });
        if (awaited(dead) || !armed.compareAndSet(true, false)) {
            kills.merge(wanted.name(), 1, Integer::sum);
        } else {
            kills.merge("AT_REST", 1, Integer::sum); // it had nothing to refresh
        }
    }

    private static boolean awaited(CountDownLatch dead) {
        try {
            return dead.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
