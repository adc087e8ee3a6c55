package dev.lanyard.connection;

import dev.lanyard.connection.grant.SealedTokens;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The operator's view of a connection: its health and what was tried, no tokens. */
@Path("/admin/v1/connections/{id}")
@Tag(name = "Operator")
class OperatorConnectionResource {
    /** Asked of each tenant by the key: no index knows a connection without its tenant. */
    private static final String SELECT =
            """
            SELECT s.tenant_id, s.id, s.provider, s.connector_profile_id, s.status, s.shown_reason,
                   s.shown_detail, s.shown_since, t.version, t.expires_at, t.refreshed_at,
                   t.presented_at, t.attempts, t.retry_at, t.due_at, t.history
            FROM (
                SELECT c.tenant_id, c.id FROM tenant n
                CROSS JOIN LATERAL (
                    SELECT tenant_id, id FROM connection
                    WHERE tenant_id = n.tenant_id AND id = $1 OFFSET 0) AS c
                LIMIT 1
            ) AS found
            JOIN connection_shown s ON s.tenant_id = found.tenant_id AND s.id = found.id
            JOIN token_set t ON t.tenant_id = found.tenant_id AND t.connection_id = found.id
            """;

    private final Pool pool;

    OperatorConnectionResource(Pool pool) {
        this.pool = pool;
    }

    /**
     * A connection's health.
     *
     * @param answerOutstandingSince a refresh token was presented and its response has not been
     *     stored
     * @param history the last ten presentations, newest first
     */
    record HealthView(
            String id,
            String tenantId,
            String provider,
            String connectorProfileId,
            String status,
            ConnectionView.@Nullable StatusReason statusReason,
            long version,
            @Nullable OffsetDateTime accessTokenExpiresAt,
            @Nullable OffsetDateTime lastRefreshedAt,
            @Nullable OffsetDateTime answerOutstandingSince,
            int failedAttempts,
            @Nullable OffsetDateTime nextAttemptAt,
            List<Map<String, Object>> history) {}

    @GET
    @Operation(summary = "Get a connection's status, reason and refresh history")
    public Uni<HealthView> get(@PathParam("id") String id) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(id))
                .map(OperatorConnectionResource::view);
    }

    private static HealthView view(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemException.notFound();
        }
        Row row = rows.iterator().next();
        return new HealthView(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getString("provider"),
                row.getString("connector_profile_id"),
                row.getString("status"),
                ConnectionView.StatusReason.of(
                        row.getString("shown_reason"),
                        row.getString("shown_detail"),
                        row.getOffsetDateTime("shown_since")),
                row.getLong("version"),
                SealedTokens.shown(row.getOffsetDateTime("expires_at")),
                row.getOffsetDateTime("refreshed_at"),
                row.getOffsetDateTime("presented_at"),
                row.getInteger("attempts"),
                RefreshHistories.nextAt(row),
                RefreshHistories.presentations(row.getJsonArray("history")));
    }
}
