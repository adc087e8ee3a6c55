package dev.lanyard.connection;

import dev.lanyard.provider.Provider;
import dev.lanyard.provider.Providers;
import dev.lanyard.runtime.LookInterval;
import dev.lanyard.runtime.NotReady;
import dev.lanyard.runtime.RecurringTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How well each provider's grants are kept. The share of refreshes that bring tokens is that of all
 * tenants and replicas, which each replica looks up every minute; all else is what this replica's
 * meters have counted.
 */
@ApplicationScoped
public class RefreshFigures {
    private static final Logger LOG = Logger.getLogger(RefreshFigures.class);

    private static final int HOURS = 24;

    /** Of one hour, by an index-only scan: a statement over the day grows with all tenants. */
    private static final String HOUR =
            """
            SELECT provider, sum(succeeded)::bigint AS succeeded, sum(failed)::bigint AS failed
            FROM refresh_hour
            WHERE hour = $1
            GROUP BY provider
            """;

    /** Read once: between two statements of a look an hour may turn. */
    private static final String THIS_HOUR = "SELECT date_trunc('hour', now(), 'UTC') AS hour";

    private final RecurringTask counting = new RecurringTask(LOG, "Counting of a day's refreshes");
    private final Pool pool;
    private final Providers providers;
    private final MeterRegistry registry;
    private final MultiGauge gauge;
    private final LookInterval interval = new LookInterval(Duration.ofMinutes(1));
    private volatile Map<String, DayOfRefreshes> latest = Map.of();

    /**
     * How a provider's refreshes of the last 24 hours ended.
     *
     * @param succeeded those that brought tokens
     * @param failed all others, also those that were tried again and succeeded then; not those
     *     whose grant was refused, as its user had revoked it
     */
    public record DayOfRefreshes(long succeeded, long failed) {
        static final DayOfRefreshes NONE = new DayOfRefreshes(0, 0);

        DayOfRefreshes and(DayOfRefreshes more) {
            return new DayOfRefreshes(succeeded + more.succeeded, failed + more.failed);
        }

        public long all() {
            return succeeded + failed;
        }

        /** From 0 to 1; {@code NaN} where there were none. */
        public double successRatio() {
            return all() == 0 ? Double.NaN : (double) succeeded / all();
        }
    }

    /**
     * What is told of a provider.
     *
     * @param recovered tokens that came after an earlier answer had been missing
     * @param lostByUs grants found dead whose answer was lost
     * @param revoked grants found dead that somebody revoked
     * @param expiredIdle grants found dead that were used too seldom
     * @param noticedWithin from the last success of a revoked grant to finding it so, on average;
     *     null: none was
     */
    public record ProviderFigures(
            String provider,
            DayOfRefreshes day,
            long recovered,
            long lostByUs,
            long revoked,
            long expiredIdle,
            @Nullable Duration noticedWithin) {}

    RefreshFigures(Pool pool, Providers providers, MeterRegistry registry) {
        this.pool = pool;
        this.providers = providers;
        this.registry = registry;
        this.gauge =
                MultiGauge.builder("lanyard.refresh.success.ratio")
                        .description(
                                "Share of the last 24 hours' refreshes that brought tokens, but for"
                                        + " refused grants")
                        .register(registry);
    }

    @Scheduled(
            every = "15s",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> measure() {
        return interval.isDue() ? counting.run(look()) : Uni.createFrom().voidItem();
    }

    private Uni<Void> look() {
        return pool.query(THIS_HOUR)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("hour"))
                .chain(this::day)
                .invoke(this::keep)
                .invoke(interval::looked)
                .replaceWithVoid();
    }

    /** Of each provider of the catalogue, as it is now; fails as the database does. */
    public Uni<List<ProviderFigures>> all() {
        return look().map(looked -> names().stream().map(this::of).toList());
    }

    private List<String> names() {
        return providers.all().stream().map(Provider::name).toList();
    }

    private Uni<Map<String, DayOfRefreshes>> day(OffsetDateTime last) {
        return Multi.createFrom()
                .range(0, HOURS)
                .map(last::minusHours)
                .onItem()
                .transformToUniAndConcatenate(this::hour)
                .collect()
                .in(HashMap::new, RefreshFigures::add);
    }

    private Uni<RowSet<Row>> hour(OffsetDateTime hour) {
        return pool.preparedQuery(HOUR).execute(Tuple.of(hour));
    }

    private static void add(Map<String, DayOfRefreshes> days, RowSet<Row> hour) {
        for (Row row : hour) {
            days.merge(
                    row.getString("provider"),
                    new DayOfRefreshes(row.getLong("succeeded"), row.getLong("failed")),
                    DayOfRefreshes::and);
        }
    }

    /** Each provider has its row, also where nobody refreshed. */
    private void keep(Map<String, DayOfRefreshes> days) {
        latest = days;
        gauge.register(names().stream().map(this::row).toList(), true);
    }

    private MultiGauge.Row<?> row(String provider) {
        return MultiGauge.Row.of(Tags.of("provider", provider), day(provider).successRatio());
    }

    private DayOfRefreshes day(String provider) {
        return latest.getOrDefault(provider, DayOfRefreshes.NONE);
    }

    private ProviderFigures of(String provider) {
        return new ProviderFigures(
                provider,
                day(provider),
                count("lanyard.answers.recovered", Tags.of("provider", provider)),
                lost(provider, "answer_lost"),
                lost(provider, "grant_revoked"),
                lost(provider, "idle_expired"),
                noticedWithin(provider));
    }

    private long lost(String provider, String reason) {
        return count("lanyard.connections.lost", Tags.of("provider", provider, "reason", reason));
    }

    private long count(String name, Tags tags) {
        Counter counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    private @Nullable Duration noticedWithin(String provider) {
        Timer timer = registry.find("lanyard.revocation.notice").tag("provider", provider).timer();
        return timer == null || timer.count() == 0
                ? null
                : Duration.ofMillis((long) timer.mean(TimeUnit.MILLISECONDS));
    }
}
