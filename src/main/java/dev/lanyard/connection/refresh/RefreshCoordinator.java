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
    private final Refresher refresher;
    private final Config config;
    private final ClientProbes probes;
    private final ShutdownWait shutdown;
    private final Map<ConnectionRef, Running> running = new ConcurrentHashMap<>();

    RefreshCoordinator(
            Refresher refresher, Config config, ClientProbes probes, ShutdownWait shutdown) {
        this.refresher = refresher;
        this.config = config;
        this.probes = probes;
        this.shutdown = shutdown;
    }

    /** A refresh under way, with the demand that began it. */
    private record Running(SingleFlight<RefreshOutcome> flight, RefreshDemand demand) {
        /** A caller waits for it from now on, whoever began it. */
        Uni<RefreshOutcome> joined(RefreshDemand other) {
            if (other.isCaller()) {
                demand.urgency().join();
            }
            return flight.result();
        }
    }

    /** Whether nothing is begun any more, as the process ends. */
    public boolean isStopping() {
        return shutdown.isStopping();
    }

    /**
     * Refreshes, or joins the refresh that runs already. With {@code LANYARD_REFRESH=off} nothing
     * is presented.
     */
    public Uni<RefreshOutcome> refresh(TokenVersion version, RefreshDemand demand) {
        ConnectionRef connection = version.connection();
        if (config.refresh() == Config.RefreshMode.OFF || isStopping()) {
            return Uni.createFrom().item(new RefreshOutcome.Blocked(Duration.ofMinutes(1)));
        }
        Running mine = new Running(new SingleFlight<>(), demand.own());
        Running first = running.putIfAbsent(connection, mine);
        if (first != null) {
            return first.joined(demand);
        }
        Uni<RefreshOutcome> result = mine.flight().result();
        mine.flight()
                .run(
                        refresher
                                .refresh(version, mine.demand())
                                .chain(outcome -> prove(outcome, version, mine.demand()))
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
        shutdown.await(running::isEmpty);
    }
}
