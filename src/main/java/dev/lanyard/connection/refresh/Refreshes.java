package dev.lanyard.connection.refresh;

import dev.lanyard.config.Config;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.runtime.LastWork;
import dev.lanyard.runtime.Shared;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The refreshes under way in this process: parallel wishes for one connection share one, and
 * shutdown waits for all.
 */
@ApplicationScoped
public class Refreshes {
    private static final Duration SHUTDOWN = Duration.ofSeconds(25);

    private final Refresher refresher;
    private final Config config;
    private final Suspects suspects;
    private volatile boolean stopping;
    private final Map<ConnectionRef, Shared<Attempt>> running = new ConcurrentHashMap<>();

    Refreshes(Refresher refresher, Config config, Suspects suspects) {
        this.refresher = refresher;
        this.config = config;
        this.suspects = suspects;
    }

    /**
     * Refreshes, or joins the refresh that runs already. With {@code LANYARD_REFRESH=off} nothing
     * is presented.
     */
    public Uni<Attempt> refresh(Seen seen, Wish wish) {
        ConnectionRef connection = seen.connection();
        if (config.refresh() == Config.Refresh.OFF || stopping) {
            return Uni.createFrom().item(new Attempt.Blocked(Duration.ofMinutes(1)));
        }
        Shared<Attempt> mine = new Shared<>();
        Shared<Attempt> first = running.putIfAbsent(connection, mine);
        if (first != null) {
            return first.result();
        }
        Uni<Attempt> result = mine.result();
        mine.run(
                refresher
                        .refresh(seen, wish)
                        .chain(attempt -> prove(attempt, seen, wish))
                        .onTermination()
                        .invoke(() -> running.remove(connection)));
        return result;
    }

    /** A suspect is presented once more when its client is proved to work (rule 19). */
    private Uni<Attempt> prove(Attempt attempt, Seen seen, Wish wish) {
        return attempt instanceof Attempt.Suspected
                ? suspects.resolve(seen.connection())
                        .chain(
                                proved ->
                                        proved
                                                ? refresher.refresh(seen, wish)
                                                : Uni.createFrom().item(attempt))
                : Uni.createFrom().item(attempt);
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
        LastWork.await(running::isEmpty, SHUTDOWN);
    }
}
