package dev.lanyard.connection;

import dev.lanyard.connection.grant.ConnectionRef;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a connection's last presentations went, and when the next one is due. */
@ApplicationScoped
class RefreshHistories {
    private static final String SELECT =
            """
            SELECT retry_at, due_at, history FROM token_set
            WHERE tenant_id = $1 AND connection_id = $2
            """;

    private final Pool pool;

    RefreshHistories(Pool pool) {
        this.pool = pool;
    }

    /**
     * The history of one connection.
     *
     * @param nextAt when it is presented next, unless a caller needs it earlier; null: nothing is
     *     planned
     * @param presentations the last ten, newest first
     */
    record RefreshHistory(
            @Nullable OffsetDateTime nextAt, List<Map<String, Object>> presentations) {}

    Uni<RefreshHistory> of(ConnectionRef connection) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(connection.tenantId(), connection.id()))
                .map(RefreshHistories::read);
    }

    private static RefreshHistory read(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new RefreshHistory(null, List.of());
        }
        Row row = rows.iterator().next();
        return new RefreshHistory(nextAt(row), presentations(row.getJsonArray("history")));
    }

    /** When a row of {@code token_set} is presented next; null: nothing is planned. */
    static @Nullable OffsetDateTime nextAt(Row row) {
        OffsetDateTime retryAt = row.getOffsetDateTime("retry_at");
        return retryAt == null ? row.getOffsetDateTime("due_at") : retryAt;
    }

    /** The objects of a stored history. */
    static List<Map<String, Object>> presentations(JsonArray history) {
        return history.stream().map(JsonObject.class::cast).map(JsonObject::getMap).toList();
    }

    /**
     * What an entry's outcome says, for people (docs/refresh.md).
     *
     * @param outcome one that is not known is shown as it is
     */
    static String words(String outcome) {
        return switch (outcome) {
            case "issued" -> "The provider gave new tokens.";
            case "refused" -> "The provider refused the refresh token.";
            case "refused_client" ->
                    "The provider refused, and it may mean the grant or the OAuth client: both are"
                            + " looked into.";
            case "refused_otherwise" ->
                    "The provider refused for another reason; it is tried again.";
            case "rate_limited" -> "The provider asked to wait.";
            case "not_sent" ->
                    "The request did not leave: nothing was spent, and it is tried again.";
            case "no_answer" -> "The provider's response stayed out; it is asked for again.";
            default -> outcome;
        };
    }
}
