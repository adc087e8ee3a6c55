package dev.lanyard.connection;

import dev.lanyard.console.ConsoleBlock;
import dev.lanyard.console.ConsoleChart.HourChart;
import dev.lanyard.console.ConsoleChart.HourCount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** How refreshes went in the last 24 hours, for a picture. */
@ApplicationScoped
public class RefreshHours {
    private static final String HEADING = "Refreshes in the last 24 hours";
    private static final String COUNTED =
            "What fails is tried again; a grant that its user revoked is no failed refresh.";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final String SELECT =
            """
            SELECT s.hour, coalesce(sum(r.succeeded), 0)::bigint AS succeeded,
                   coalesce(sum(r.failed), 0)::bigint AS failed
            FROM generate_series(date_trunc('hour', now(), 'UTC') - interval '23 hours',
                                 date_trunc('hour', now(), 'UTC'), interval '1 hour') AS s (hour)
            LEFT JOIN refresh_hour r ON r.tenant_id = $1 AND r.hour = s.hour
            GROUP BY s.hour ORDER BY s.hour
            """;

    /** For the operator. */
    private static final String OF_ALL_TENANTS =
            """
            SELECT s.hour, coalesce(sum(r.succeeded), 0)::bigint AS succeeded,
                   coalesce(sum(r.failed), 0)::bigint AS failed
            FROM generate_series(date_trunc('hour', now(), 'UTC') - interval '23 hours',
                                 date_trunc('hour', now(), 'UTC'), interval '1 hour') AS s (hour)
            LEFT JOIN refresh_hour r ON r.hour = s.hour
            GROUP BY s.hour ORDER BY s.hour
            """;

    private final Pool pool;

    RefreshHours(Pool pool) {
        this.pool = pool;
    }

    /** A tenant's, of all providers together, the oldest hour first. */
    public Uni<HourChart> of(String tenantId) {
        return pool.preparedQuery(SELECT).execute(Tuple.of(tenantId)).map(RefreshHours::chart);
    }

    /** All tenants' together. */
    public Uni<HourChart> ofAllTenants() {
        return pool.preparedQuery(OF_ALL_TENANTS).execute().map(RefreshHours::chart);
    }

    private static HourChart chart(RowSet<Row> rows) {
        List<HourCount> hours = new ArrayList<>();
        rows.forEach(row -> hours.add(hour(row)));
        return HourChart.of("refreshed", "failed", hours);
    }

    /** The picture with its words, or words alone where there is nothing to draw. */
    public static ConsoleBlock block(HourChart refreshes) {
        return refreshes.most() == 0
                ? ConsoleBlock.text(
                        HEADING, "None. Tokens are refreshed when they are used, or grow old.")
                : ConsoleBlock.hours(HEADING, refreshes)
                        .introduced(
                                "%d brought new tokens, %d did not. %s"
                                        .formatted(
                                                refreshes.goodTotal(),
                                                refreshes.badTotal(),
                                                COUNTED));
    }

    private static HourCount hour(Row row) {
        return new HourCount(
                row.getOffsetDateTime("hour").withOffsetSameInstant(ZoneOffset.UTC).format(TIME),
                row.getLong("succeeded"),
                row.getLong("failed"));
    }
}
