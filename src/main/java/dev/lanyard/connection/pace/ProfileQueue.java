package dev.lanyard.connection.pace;

import dev.lanyard.connection.pace.TokenRequestQueues.Admission;
import dev.lanyard.connection.pace.TokenRequestQueues.Admitted;
import dev.lanyard.connection.pace.TokenRequestQueues.Denied;
import dev.lanyard.connection.pace.TokenRequestQueues.Priority;
import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of this replica's requests that wait for a slot of one profile. It asks the database
 * for one slot at a time, and the request that is first when the response comes gets it.
 */
public final class ProfileQueue {
    private static final int FULL_MILLIS = 60;
    private static final int NOT_TOGETHER_MILLIS = 10;
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

    private final ProfileClient client;
    private final TokenRequestSlots slots;
    private final Consumer<ProfileClient> whenEmpty;
    private final PriorityQueue<Waiter> waiters =
            new PriorityQueue<>(
                    Comparator.comparing(Waiter::priority).thenComparingLong(Waiter::since));
    private final WaitEstimate estimate = new WaitEstimate();
    private QueueState state = QueueState.IDLE;
    private long sleeps;

    ProfileQueue(ProfileClient client, TokenRequestSlots slots, Consumer<ProfileClient> whenEmpty) {
        this.client = client;
        this.slots = slots;
        this.whenEmpty = whenEmpty;
    }

    private enum QueueState {
        IDLE,
        ASKING,
        /** All slots are taken; asked again when this replica releases one. */
        FULL,
        /**
         * The rate's limit is reached until a known time; only an outstanding response is exempt.
         */
        TOO_FAST
    }

    /** A request that waits, since that {@link System#nanoTime()}. */
    record Waiter(
            Priority priority,
            Duration patience,
            long since,
            UniEmitter<? super Admission> emitter) {
        Waiter(Priority priority, Duration patience, UniEmitter<? super Admission> emitter) {
            this(priority, patience, System.nanoTime(), emitter);
        }

        Waiter with(Priority other) {
            return new Waiter(other, patience, since, emitter);
        }
    }

    /** Joins the queue; call {@link #arrived} next. */
    synchronized void add(Waiter waiter) {
        waiters.add(waiter);
    }

    /**
     * Asks for a slot if no question is under way; denies the newcomer if it would wait too long.
     */
    void arrived(Waiter waiter) {
        Duration wait;
        boolean tooLong;
        synchronized (this) {
            wait = estimate.timeFor(ahead(waiter));
            tooLong =
                    waiter.priority() != Priority.OUTSTANDING
                            && wait.compareTo(waiter.patience()) > 0
                            && waiters.remove(waiter);
        }
        if (tooLong) {
            waiter.emitter().complete(new Denied(wait));
            whenEmpty.accept(client);
        } else {
            ask(QueueState.IDLE);
        }
    }

    private long ahead(Waiter waiter) {
        return waiters.stream()
                .filter(w -> !w.equals(waiter) && w.priority().compareTo(waiter.priority()) <= 0)
                .count();
    }

    synchronized boolean isEmpty() {
        return waiters.isEmpty() && state != QueueState.ASKING;
    }

    /** This replica released a slot. */
    void freed() {
        ask(QueueState.IDLE, QueueState.FULL);
    }

    /** And a slot of the rate with it. */
    void freedUnused() {
        ask(QueueState.IDLE, QueueState.FULL, QueueState.TOO_FAST);
    }

    /** One that still waits goes among those of that priority, by when it arrived. */
    synchronized void raise(Waiter waiter, Priority priority) {
        if (waiters.remove(waiter)) {
            waiters.add(waiter.with(priority));
        }
    }

    /**
     * Asks for a slot for the first waiter, if the queue is in one of these states; for an
     * outstanding response in any state.
     */
    private void ask(QueueState... states) {
        boolean outstanding;
        synchronized (this) {
            Waiter first = waiters.peek();
            outstanding = first != null && first.priority() == Priority.OUTSTANDING;
            if (first == null
                    || state == QueueState.ASKING
                    || !(outstanding || List.of(states).contains(state))) {
                return;
            }
            state = QueueState.ASKING;
        }
        slots.acquire(client, outstanding).subscribe().with(this::handle, this::failed);
    }

    private void handle(TokenRequestSlots.Permit permit) {
        if (permit instanceof Slot slot) {
            admit(slot);
        } else if (permit instanceof TokenRequestSlots.Paused paused) {
            turnAway(paused.delay());
        } else if (permit instanceof TokenRequestSlots.TooFast tooFast) {
            sleep(QueueState.TOO_FAST, tooFast.delay().plusMillis(random(NOT_TOGETHER_MILLIS)));
        } else {
            sleep(QueueState.FULL, Duration.ofMillis(FULL_MILLIS + random(FULL_MILLIS)));
        }
    }

    private void failed(Throwable failure) {
        Waiter first = first();
        if (first != null) {
            first.emitter().fail(failure);
        }
        goOn();
    }

    /** The waiter that is first by now gets the slot; without waiters it is released at once. */
    private void admit(Slot slot) {
        Waiter first = first();
        if (first == null) {
            slots.giveBack(slot).onFailure().recoverWithNull().subscribe().with(released -> {});
        } else {
            first.emitter().complete(new Admitted(slot));
        }
        goOn();
    }

    /** Null: the last waiter was denied while the database was asked. */
    private synchronized @Nullable Waiter first() {
        state = QueueState.IDLE;
        Waiter first = waiters.poll();
        estimate.served(!waiters.isEmpty());
        return first;
    }

    private void goOn() {
        ask(QueueState.IDLE);
        whenEmpty.accept(client);
    }

    /** Denies all waiters for the length of a pause, except those of outstanding responses. */
    private void turnAway(Duration delay) {
        List<Waiter> away = new ArrayList<>();
        synchronized (this) {
            state = QueueState.IDLE;
            waiters.removeIf(w -> w.priority() != Priority.OUTSTANDING && away.add(w));
        }
        away.forEach(waiter -> waiter.emitter().complete(new Denied(delay)));
        goOn();
    }

    private void sleep(QueueState why, Duration time) {
        long mine;
        synchronized (this) {
            state = why;
            mine = ++sleeps;
        }
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(time.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : time)
                .subscribe()
                .with(slept -> wake(mine));
    }

    /** Asks again, unless another sleep began meanwhile. */
    private void wake(long mine) {
        boolean stillAsleep;
        synchronized (this) {
            stillAsleep = mine == sleeps;
        }
        if (stillAsleep) {
            ask(QueueState.FULL, QueueState.TOO_FAST);
        }
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }
}
