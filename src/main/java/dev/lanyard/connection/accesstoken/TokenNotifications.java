package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.change.ListeningConnection;
import dev.lanyard.runtime.SingleFlight;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Wakes those who wait for another replica's refresh: by notification, with a look every quarter of
 * a second as the fallback (a pooler in transaction mode passes no notifications).
 */
@ApplicationScoped
public class TokenNotifications {
    private static final String CHANNEL = "lanyard_tokens";
    static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LATEST_LOOK = Duration.ofSeconds(2);

    private final ListeningConnection listening;
    private final Map<String, SingleFlight<Void>> waiters = new ConcurrentHashMap<>();

    TokenNotifications(ListeningConnection listening) {
        this.listening = listening;
    }

    void onStart(@Observes StartupEvent start) {
        listening.listen(CHANNEL, this::wake);
    }

    /** The next change of this connection's tokens or health, or that while, whichever is first. */
    Uni<Void> next(String connectionId, Duration look) {
        return waiters.computeIfAbsent(connectionId, id -> new SingleFlight<>())
                .result()
                .ifNoItem()
                .after(look)
                .recoverWithUni(() -> Uni.createFrom().voidItem());
    }

    /** When to look at what should not change for that long, for want of a notification. */
    static Duration pollAfter(Duration delay) {
        Duration latest = delay.compareTo(LATEST_LOOK) > 0 ? LATEST_LOOK : delay;
        return latest.compareTo(LOOK) < 0 ? LOOK : latest;
    }

    /** Drops those whom nobody woke: their waiters looked for themselves. */
    @Scheduled(every = "10s")
    void sweep() {
        waiters.keySet().forEach(this::wake);
    }

    private void wake(String connectionId) {
        SingleFlight<Void> waiting = waiters.remove(connectionId);
        if (waiting != null) {
            waiting.complete();
        }
    }
}
