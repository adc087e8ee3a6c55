package dev.lanyard.connection.pace;

import dev.lanyard.connection.pace.Places.Place;
import dev.lanyard.provider.profile.Client;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who of this replica goes next into a profile's parallel cap: outstanding answers, then callers,
 * then background work; in order of arrival within each. A profile's line never holds up another's,
 * and is forgotten when nobody stands in it.
 */
@ApplicationScoped
public class Gate {
    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final Places places;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    Gate(Places places) {
        this.places = places;
    }

    /** What is presented first. */
    public enum Priority {
        OUTSTANDING,
        CALLER,
        BACKGROUND
    }

    /** How waiting at the gate ends. */
    public sealed interface Admission {}

    /** It may go; {@link #leave} gives the place back. */
    public record Entered(Place place) implements Admission {}

    /** It may not go before that time has passed: a pause, or a line longer than its patience. */
    public record TurnedAway(Duration delay) implements Admission {}

    /**
     * Waits for a place of this profile. Fails if the database does.
     *
     * @param patience one who would probably have to wait longer is turned away at once
     */
    public Uni<Admission> enter(Client client, Priority priority, Duration patience) {
        return Uni.createFrom()
                .emitter(emitter -> stand(client, new Line.Waiter(priority, patience, emitter)));
    }

    private void stand(Client client, Line.Waiter waiter) {
        lines.compute(client.profile().id(), (id, line) -> with(waiter, client, line))
                .arrived(waiter);
    }

    private Line with(Line.Waiter waiter, Client client, @Nullable Line found) {
        Line line = found == null ? new Line(client, places, this::forget) : found;
        line.add(waiter);
        return line;
    }

    /**
     * Gives the place back; the next one takes it. Never fails: a place not given back runs out.
     */
    public Uni<Void> leave(Place place) {
        return places.leave(place)
                .ifNoItem()
                .after(LEAVE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .invoke(() -> nextOf(place.client()));
    }

    private void nextOf(Client client) {
        Line line = lines.get(client.profile().id());
        if (line != null) {
            line.freed();
        }
    }

    private void forget(Client client) {
        lines.computeIfPresent(client.profile().id(), (id, line) -> line.isEmpty() ? null : line);
    }

    /** How many profiles have a line just now. */
    int lines() {
        return lines.size();
    }
}
