package dev.lanyard.connection;

import dev.lanyard.provider.Providers;
import dev.lanyard.runtime.LookInterval;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts the connections of each status, every five minutes, by each replica. */
@ApplicationScoped
public class ConnectionCounts {
    private static final Logger LOG = Logger.getLogger(ConnectionCounts.class);

    /** As the view connection_shown says it, without the tokens it joins. */
    private static final String COUNT =
            """
            SELECT c.provider,
                   CASE WHEN c.awaiting_confirmation THEN 'awaiting_confirmation'
                        WHEN c.disabled THEN 'disabled'
                        WHEN c.health = 'reconnect_required' THEN 'reconnect_required'
                        WHEN p.credentials_status = 'rejected' THEN 'degraded'
                        ELSE c.health END AS status,
                   count(*) AS connections
            FROM connection c
            JOIN connector_profile p ON p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id
            GROUP BY 1, 2
            """;

    private final RecurringTask counting = new RecurringTask(LOG, "Counting of connections");
    private final Pool pool;
    private final Providers providers;
    private final MultiGauge gauge;
    private final LookInterval interval = new LookInterval(Duration.ofMinutes(5));

    private volatile List<CountedStatus> latest = List.of();

    /** How many connections of a provider stand at a status. */
    public record CountedStatus(String provider, String status, long connections) {}

    private record Group(String provider, String status) {}

    ConnectionCounts(Pool pool, Providers providers, MeterRegistry registry) {
        this.pool = pool;
        this.providers = providers;
        this.gauge =
                MultiGauge.builder("lanyard.connections")
                        .description("Connections by provider and status, over all tenants")
                        .register(registry);
    }

    @Scheduled(
            every = "15s",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> measure() {
        return interval.isDue() ? count() : Uni.createFrom().voidItem();
    }

    public Uni<Void> count() {
        return counting.run(
                pool.query(COUNT)
                        .execute()
                        .invoke(this::show)
                        .invoke(interval::looked)
                        .replaceWithVoid());
    }

    /** What was counted last, by provider and status; nothing that nobody is in. */
    public List<CountedStatus> latest() {
        return latest;
    }

    private void show(Iterable<Row> rows) {
        Map<Group, Long> groups = none();
        for (Row row : rows) {
            groups.put(
                    new Group(row.getString("provider"), row.getString("status")),
                    row.getLong("connections"));
        }
        latest =
                groups.entrySet().stream()
                        .filter(group -> group.getValue() > 0)
                        .map(ConnectionCounts::counted)
                        .sorted(
                                Comparator.comparing(CountedStatus::provider)
                                        .thenComparing(CountedStatus::status))
                        .toList();
        gauge.register(groups.entrySet().stream().map(ConnectionCounts::row).toList(), true);
    }

    private static CountedStatus counted(Map.Entry<Group, Long> group) {
        return new CountedStatus(
                group.getKey().provider(), group.getKey().status(), group.getValue());
    }

    /** Zero for what the catalogue has: a status that nobody is in is a number, too. */
    private Map<Group, Long> none() {
        Map<Group, Long> groups = new HashMap<>();
        providers
                .all()
                .forEach(
                        provider ->
                                ConnectionFilter.STATUSES.forEach(
                                        status ->
                                                groups.put(
                                                        new Group(provider.name(), status), 0L)));
        return groups;
    }

    private static MultiGauge.Row<?> row(Map.Entry<Group, Long> group) {
        Tags tags =
                Tags.of("provider", group.getKey().provider(), "status", group.getKey().status());
        return MultiGauge.Row.of(tags, group.getValue());
    }
}
