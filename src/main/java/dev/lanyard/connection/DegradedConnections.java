package dev.lanyard.connection;

import dev.lanyard.api.PageRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The newest degraded connections while a profile's secret is rejected: those whose own health is,
 * and those of such profiles. Each kind has an index in the order of the list; no index has both.
 */
@Singleton
class DegradedConnections {
    private static final String ANY =
            """
            SELECT 1 FROM connector_profile
            WHERE tenant_id = $1 AND credentials_status = 'rejected'
              AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR provider = $3) LIMIT 1
            """;

    /** What the view calls degraded, by its parts. */
    private static final String NEWEST =
            """
            SELECT id FROM (
                (SELECT id, created_at FROM connection
                 WHERE tenant_id = $1 AND health = 'degraded' AND NOT disabled AND NOT awaiting_confirmation
                   AND (created_at, id) < ($2, $3)      -- $2, $3 the last one seen
                 ORDER BY created_at DESC, id DESC LIMIT $4)
                UNION
                (SELECT c.id, c.created_at FROM connector_profile p
                 CROSS JOIN LATERAL (
                     SELECT id, created_at FROM connection
                     WHERE tenant_id = $1 AND connector_profile_id = p.id AND health <> 'reconnect_required'
                       AND NOT disabled AND NOT awaiting_confirmation AND (created_at, id) < ($2, $3)
                     ORDER BY created_at DESC, id DESC LIMIT $4) c
                 WHERE p.tenant_id = $1 AND p.credentials_status = 'rejected')
            ) AS degraded
            ORDER BY created_at DESC, id DESC LIMIT $4
            """;

    private final Pool pool;

    DegradedConnections(Pool pool) {
        this.pool = pool;
    }

    /** Whether a profile that the filter lets through has a rejected secret. */
    Uni<Boolean> hasRejectedProfile(String tenantId, ConnectionFilter filter) {
        return pool.preparedQuery(ANY)
                .execute(Tuple.of(tenantId, filter.profileId(), filter.provider()))
                .map(rows -> rows.size() > 0);
    }

    /** The ids of a page, and one more if there is more. */
    Uni<List<String>> newest(String tenantId, PageRequest request) {
        return pool.preparedQuery(NEWEST)
                .execute(
                        Tuple.of(
                                tenantId,
                                request.after().createdAt(),
                                request.after().id(),
                                request.limit() + 1L))
                .map(rows -> rows.stream().map(row -> row.getString("id")).toList());
    }
}
