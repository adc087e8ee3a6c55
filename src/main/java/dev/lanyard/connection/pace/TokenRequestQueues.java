package dev.lanyard.connection.pace;

import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import dev.lanyard.runtime.CallerContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which request of this replica is next in a profile's parallel cap: outstanding responses,
 * then callers, then background work; in order of arrival within each. A profile's queue never
 * holds up another's, and is forgotten when it is empty.
 */
@ApplicationScoped
public class TokenRequestQueues {
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final TokenRequestSlots slots;
    private final Map<String, ProfileQueue> lines = new ConcurrentHashMap<>();

    TokenRequestQueues(TokenRequestSlots slots) {
        this.slots = slots;
    }

    /** The order in which requests are admitted. */
    public enum Priority {
        OUTSTANDING,
        CALLER,
        BACKGROUND
    }

    /** The end of waiting in a queue. */
    public sealed interface Admission {}

    /** It may go; {@link #release} gives the slot back. */
    public record Admitted(Slot place) implements Admission {}

    /** It may not go before that time has passed: a pause, or a queue longer than its patience. */
    public record Denied(Duration delay) implements Admission {}

    /**
     * Waits for a slot of this profile, and goes on where it was called, whoever's question was
     * answered. Fails if the database does.
     *
     * @param patience one who would probably have to wait longer is turned away at once
     */
    public Uni<Admission> acquire(ProfileClient client, Priority priority, Duration patience) {
        return acquire(client, new Urgency(priority), patience);
    }

    /** The same of one whose priority may rise while it waits. */
    public Uni<Admission> acquire(ProfileClient client, Urgency urgency, Duration patience) {
        return CallerContext.backOn(
                Uni.createFrom()
                        .emitter(
                                emitter ->
                                        enqueue(
                                                client,
                                                urgency,
                                                new ProfileQueue.Waiter(
                                                        urgency.priority(), patience, emitter))));
    }

    private void enqueue(ProfileClient client, Urgency urgency, ProfileQueue.Waiter waiter) {
        ProfileQueue queue =
                lines.compute(client.profile().id(), (id, found) -> with(waiter, client, found));
        urgency.whenRaised(priority -> queue.raise(waiter, priority));
        queue.arrived(waiter);
    }

    private ProfileQueue with(
            ProfileQueue.Waiter waiter, ProfileClient client, @Nullable ProfileQueue found) {
        ProfileQueue queue = found == null ? new ProfileQueue(client, slots, this::forget) : found;
        queue.add(waiter);
        return queue;
    }

    /** Releases the slot for the next request. Never fails: a slot not released expires. */
    public Uni<Void> release(Slot place) {
        return left(slots.release(place)).invoke(() -> next(place.client(), ProfileQueue::freed));
    }

    /** The same of a place under which nothing was sent: it has cost nothing of the rate. */
    public Uni<Void> giveBack(Slot place) {
        return left(slots.giveBack(place))
                .invoke(() -> next(place.client(), ProfileQueue::freedUnused));
    }

    /** The holder's own statement has released it. */
    public void wasLeft(Slot place) {
        next(place.client(), ProfileQueue::freed);
    }

    private static Uni<Void> left(Uni<Void> leaving) {
        return leaving.ifNoItem().after(LEAVE).fail().onFailure().recoverWithNull();
    }

    private void next(ProfileClient client, Consumer<ProfileQueue> told) {
        ProfileQueue queue = lines.get(client.profile().id());
        if (queue != null) {
            told.accept(queue);
        }
    }

    private void forget(ProfileClient client) {
        lines.computeIfPresent(
                client.profile().id(), (id, queue) -> queue.isEmpty() ? null : queue);
    }

    /** How many profiles have a queue just now. */
    int lines() {
        return lines.size();
    }
}
