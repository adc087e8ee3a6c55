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
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts the connections of each status, every five minutes or less often, by each replica. */
@ApplicationScoped
public class ConnectionCounts {
    private static final Logger LOG = Logger.getLogger(ConnectionCounts.class);

    /** Few enough where none of their pages is in memory. */
    private static final int BATCH = 2_000;

    /**
     * The status of a connection {@code c}, as the view connection_shown has it; {@code %s} is the
     * credentials_status of its profile.
     */
    public static final String STATUS =
            """
            CASE WHEN c.awaiting_confirmation THEN 'awaiting_confirmation'
                 WHEN c.disabled THEN 'disabled'
                 WHEN c.health = 'reconnect_required' THEN 'reconnect_required'
                 WHEN %s = 'rejected' THEN 'degraded'
                 ELSE c.health END AS status""";

    /** By its key: a join would read all profiles for each batch. */
    private static final String CREDENTIALS =
            """
            (SELECT p.credentials_status FROM connector_profile p
             WHERE p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id)""";

    /**
     * The next connections by their key, counted as the view connection_shown says it, without the
     * tokens it joins. All at once would be a statement of seconds for ten million.
     */
    private static final String COUNT =
            """
            WITH walked AS MATERIALIZED (
                SELECT tenant_id, id, connector_profile_id, provider, health, disabled,
                    awaiting_confirmation
                FROM connection WHERE (tenant_id, id) > ($1, $2)
                ORDER BY tenant_id, id LIMIT $3
            ), last AS (
                SELECT tenant_id, id FROM walked ORDER BY tenant_id DESC, id DESC LIMIT 1
            )
            SELECT c.provider, %s,
                   count(*) AS connections,
                   (SELECT tenant_id FROM last) AS last_tenant_id, (SELECT id FROM last) AS last_id
            FROM walked c
            GROUP BY 1, 2
            """
                    .formatted(STATUS.formatted(CREDENTIALS));

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
        return count(BATCH);
    }

    Uni<Void> count(int batch) {
        long began = System.nanoTime();
        Walk walk = new Walk(batch, none());
        return counting.run(
                Uni.createFrom()
                        .deferred(() -> pool.preparedQuery(COUNT).execute(walk.next()))
                        .map(walk::add)
                        .repeat()
                        .whilst(counted -> counted >= batch)
                        .collect()
                        .last()
                        .invoke(() -> show(walk.groups))
                        .invoke(() -> interval.lookedFor(System.nanoTime() - began))
                        .replaceWithVoid());
    }

    /** What was counted so far, and up to which connection. */
    private static final class Walk {
        private final int batch;
        private final Map<Group, Long> groups;
        private String tenantId = "";
        private String id = "";

        Walk(int batch, Map<Group, Long> groups) {
            this.batch = batch;
            this.groups = groups;
        }

        Tuple next() {
            return Tuple.of(tenantId, id, batch);
        }

        /** How many there were; fewer than a batch are the last. */
        long add(RowSet<Row> rows) {
            long counted = 0;
            for (Row row : rows) {
                long connections = row.getLong("connections");
                groups.merge(
                        new Group(row.getString("provider"), row.getString("status")),
                        connections,
                        Long::sum);
                counted += connections;
                tenantId = row.getString("last_tenant_id");
                id = row.getString("last_id");
            }
            return counted;
        }
    }

    /** What was counted last, by provider and status; nothing that nobody is in. */
    public List<CountedStatus> latest() {
        return latest;
    }

    private void show(Map<Group, Long> groups) {
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
