package dev.lanyard.connection.refresh;

import dev.lanyard.config.Config;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.runtime.ShutdownWait;
import dev.lanyard.runtime.SingleFlight;
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
public class RefreshCoordinator {
    private static final Duration SHUTDOWN = Duration.ofSeconds(25);

    private final Refresher refresher;
    private final Config config;
    private final ClientProbes probes;
    private volatile boolean stopping;
    private final Map<ConnectionRef, SingleFlight<RefreshOutcome>> running =
            new ConcurrentHashMap<>();

    RefreshCoordinator(Refresher refresher, Config config, ClientProbes probes) {
        this.refresher = refresher;
        this.config = config;
        this.probes = probes;
    }

    /**
     * Refreshes, or joins the refresh that runs already. With {@code LANYARD_REFRESH=off} nothing
     * is presented.
     */
    public Uni<RefreshOutcome> refresh(TokenVersion version, RefreshDemand demand) {
        ConnectionRef connection = version.connection();
        if (config.refresh() == Config.RefreshMode.OFF || stopping) {
            return Uni.createFrom().item(new RefreshOutcome.Blocked(Duration.ofMinutes(1)));
        }
        SingleFlight<RefreshOutcome> mine = new SingleFlight<>();
        SingleFlight<RefreshOutcome> first = running.putIfAbsent(connection, mine);
        if (first != null) {
            return first.result();
        }
        Uni<RefreshOutcome> result = mine.result();
        mine.run(
                refresher
                        .refresh(version, demand)
                        .chain(outcome -> prove(outcome, version, demand))
                        .onTermination()
                        .invoke(() -> running.remove(connection)));
        return result;
    }

    /** A suspect is presented once more when its client is proved to work (rule 19). */
    private Uni<RefreshOutcome> prove(
            RefreshOutcome outcome, TokenVersion version, RefreshDemand demand) {
        return outcome instanceof RefreshOutcome.Suspected
                ? probes.resolve(version.connection())
                        .chain(
                                proved ->
                                        proved
                                                ? refresher.refresh(version, demand)
                                                : Uni.createFrom().item(outcome))
                : Uni.createFrom().item(outcome);
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
        ShutdownWait.await(running::isEmpty, SHUTDOWN);
    }
}
