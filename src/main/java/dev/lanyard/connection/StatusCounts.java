package dev.lanyard.connection;

import dev.lanyard.console.ConsoleChart;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many of a tenant's connections stand at each status, for a picture. */
@ApplicationScoped
public class StatusCounts {
    /** How many are counted. */
    static final int MOST = 10_000;

    /** Of the newest ten thousand: a picture has no use for more, and a million take a second. */
    private static final String COUNT =
            """
            SELECT status, count(*) AS connections
            FROM (SELECT status FROM connection_shown WHERE tenant_id = $1
                  ORDER BY created_at DESC, id DESC LIMIT %d) AS newest
            GROUP BY status
            """
                    .formatted(MOST);

    private final Pool pool;

    StatusCounts(Pool pool) {
        this.pool = pool;
    }

    /** By status; none that nobody is in. */
    public Uni<Map<String, Long>> of(String tenantId) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(tenantId))
                .map(
                        rows -> {
                            Map<String, Long> counts = new HashMap<>();
                            rows.forEach(
                                    row ->
                                            counts.put(
                                                    row.getString("status"),
                                                    row.getLong("connections")));
                            return counts;
                        });
    }

    /** A bar for each status there is. */
    public static ConsoleChart chart(Map<String, Long> counts) {
        return ConsoleChart.of(
                "connections",
                ConnectionFilter.STATUSES.stream()
                        .map(
                                status ->
                                        new ConsoleChart.Count(
                                                status, counts.getOrDefault(status, 0L)))
                        .toList());
    }
}
