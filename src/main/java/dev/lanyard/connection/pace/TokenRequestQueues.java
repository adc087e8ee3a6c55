package dev.lanyard.connection.pace;

import dev.lanyard.connection.pace.TokenRequestSlots.Slot;
import dev.lanyard.provider.profile.ProfileClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
     * Waits for a slot of this profile. Fails if the database does.
     *
     * @param patience one who would probably have to wait longer is turned away at once
     */
    public Uni<Admission> acquire(ProfileClient client, Priority priority, Duration patience) {
        return Uni.createFrom()
                .emitter(
                        emitter ->
                                enqueue(
                                        client,
                                        new ProfileQueue.Waiter(priority, patience, emitter)));
    }

    private void enqueue(ProfileClient client, ProfileQueue.Waiter waiter) {
        lines.compute(client.profile().id(), (id, queue) -> with(waiter, client, queue))
                .arrived(waiter);
    }

    private ProfileQueue with(
            ProfileQueue.Waiter waiter, ProfileClient client, @Nullable ProfileQueue found) {
        ProfileQueue queue = found == null ? new ProfileQueue(client, slots, this::forget) : found;
        queue.add(waiter);
        return queue;
    }

    /** Releases the slot for the next request. Never fails: a slot not released expires. */
    public Uni<Void> release(Slot place) {
        return slots.release(place)
                .ifNoItem()
                .after(LEAVE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .invoke(() -> nextOf(place.client()));
    }

    private void nextOf(ProfileClient client) {
        ProfileQueue queue = lines.get(client.profile().id());
        if (queue != null) {
            queue.freed();
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
