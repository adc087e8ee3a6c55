package dev.lanyard.connection;

import dev.lanyard.connection.Places.Place;
import dev.lanyard.provider.Client;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who of this replica goes next into a profile's parallel cap: outstanding answers, then callers,
 * then background work; in order of arrival within each. A profile's queue never holds up
 * another's.
 */
@ApplicationScoped
class Gate {
    private static final int ASK_AGAIN_MILLIS = 60;
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final Places places;
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();
    private final AtomicLong arrivals = new AtomicLong();

    Gate(Places places) {
        this.places = places;
    }

    /** What is presented first. */
    enum Priority {
        OUTSTANDING,
        CALLER,
        BACKGROUND
    }

    private record Waiter(Priority priority, long arrival, UniEmitter<? super Place> emitter) {}

    /** Waits for a place of this profile. Fails if the database does. */
    Uni<Place> enter(Client client, Priority priority) {
        return Uni.createFrom()
                .emitter(
                        emitter ->
                                queue(client)
                                        .add(
                                                new Waiter(
                                                        priority,
                                                        arrivals.incrementAndGet(),
                                                        emitter)));
    }

    /**
     * Gives the place back; the next one takes it. Never fails: a place not given back runs out.
     */
    Uni<Void> leave(Place place) {
        return places.leave(place)
                .ifNoItem()
                .after(LEAVE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .invoke(() -> queue(place.client()).next());
    }

    private Queue queue(Client client) {
        return queues.computeIfAbsent(client.profile().id(), id -> new Queue(client));
    }

    private final class Queue {
        private final Client client;
        private final PriorityQueue<Waiter> waiters =
                new PriorityQueue<>(
                        Comparator.comparing(Waiter::priority).thenComparingLong(Waiter::arrival));
        private boolean asking;

        Queue(Client client) {
            this.client = client;
        }

        void add(Waiter waiter) {
            synchronized (this) {
                waiters.add(waiter);
            }
            next();
        }

        void next() {
            synchronized (this) {
                if (asking || waiters.isEmpty()) {
                    return;
                }
                asking = true;
            }
            places.take(client).subscribe().with(this::taken, this::failed);
        }

        private void taken(Optional<Place> place) {
            if (place.isPresent()) {
                first().ifPresent(waiter -> waiter.emitter().complete(place.get()));
                next();
            } else {
                askAgain();
            }
        }

        private void failed(Throwable failure) {
            first().ifPresent(waiter -> waiter.emitter().fail(failure));
            next();
        }

        private synchronized Optional<Waiter> first() {
            asking = false;
            return Optional.ofNullable(waiters.poll());
        }

        /** All places are held, by others perhaps; nothing tells us of theirs. */
        private void askAgain() {
            int millis = ASK_AGAIN_MILLIS + ThreadLocalRandom.current().nextInt(ASK_AGAIN_MILLIS);
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(millis))
                    .subscribe()
                    .with(waited -> asksAgain());
        }

        private void asksAgain() {
            synchronized (this) {
                asking = false;
            }
            next();
        }
    }
}
