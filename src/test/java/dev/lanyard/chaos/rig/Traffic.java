package dev.lanyard.chaos.rig;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happens to the connections to the provider, of all replicas, and how many there were. The
 * scenario that runs says so; between scenarios everything is passed.
 */
public final class Traffic {
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Fate, Integer> tally = new EnumMap<>(Fate.class);
    private volatile Plan plan = number -> Fate.PASSED;
    private volatile Watcher watcher = step -> {};
    private volatile Duration delay = Duration.ZERO;

    /** Decides the fate of the connection of that number. */
    public interface Plan {
        Fate fate(int number);
    }

    /** Is told of each moment, and may take its time: the connection waits. */
    public interface Watcher {
        void at(Step step);
    }

    /** Everything is passed, at once, and nobody watches. */
    void calm() {
        plan = number -> Fate.PASSED;
        watcher = step -> {};
        delay = Duration.ZERO;
    }

    public void plan(Plan plan) {
        this.plan = plan;
    }

    public void watch(Watcher watcher) {
        this.watcher = watcher;
    }

    /** How long {@link Fate#DELAYED_ANSWER} holds an answer back. */
    public void delay(Duration delay) {
        this.delay = delay;
    }

    Duration delay() {
        return delay;
    }

    /** The number of a new connection. */
    int next() {
        return connections.getAndIncrement();
    }

    Fate fate(int connection) {
        Fate fate = plan.fate(connection);
        synchronized (tally) {
            tally.merge(fate, 1, Integer::sum);
        }
        return fate;
    }

    void reached(Step step) {
        watcher.at(step);
    }

    /** How many connections had that fate so far. */
    public int count(Fate fate) {
        synchronized (tally) {
            return tally.getOrDefault(fate, 0);
        }
    }

    /** In every twenty connections one, at a random place, has that fate: exactly 5 %. */
    public static Plan fivePercent(Fate fate) {
        return number -> {
            Random random = Seed.random("five percent", number / 20);
            return random.nextInt(20) == number % 20 ? fate : Fate.PASSED;
        };
    }
}
