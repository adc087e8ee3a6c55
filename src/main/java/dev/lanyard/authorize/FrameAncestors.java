package dev.lanyard.authorize;

import dev.lanyard.http.ResponseHeaders;
import dev.lanyard.id.TenantToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * The origins whose pages may frame a session's pages: those that its connector profile lists.
 * Asked before anything else of the journey, so that pages about failures follow it too.
 */
@ApplicationScoped
class FrameAncestors {
    private static final String BY_SESSION =
            """
            SELECT p.frame_ancestors FROM connect_session s
            JOIN connector_profile p ON p.tenant_id = s.tenant_id AND p.id = s.connector_profile_id
            WHERE s.tenant_id = $1 AND s.token_hash = $2
            """;
    private static final String BY_STATE =
            """
            SELECT p.frame_ancestors FROM authorization_request r
            JOIN connect_session s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
            JOIN connector_profile p ON p.tenant_id = s.tenant_id AND p.id = s.connector_profile_id
            WHERE r.tenant_id = $1 AND r.state_hash = $2
            """;

    private final Pool pool;
    private final ResponseHeaders headers;

    FrameAncestors(Pool pool, ResponseHeaders headers) {
        this.pool = pool;
        this.headers = headers;
    }

    /** Decides for a response about the session of this connect token; nobody may if unknown. */
    Uni<Void> decide(String connectToken, HttpServerResponse response) {
        return decide(BY_SESSION, TenantToken.parse("ct", connectToken), response);
    }

    /** The same by the {@code state} of one of its authorization requests. */
    Uni<Void> decideByState(String state, HttpServerResponse response) {
        return decide(BY_STATE, TenantToken.parse("st", state), response);
    }

    private Uni<Void> decide(
            String query, Optional<TenantToken> token, HttpServerResponse response) {
        if (token.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(query)
                .execute(Tuple.of(token.get().tenantId(), Buffer.buffer(token.get().hash())))
                .invoke(rows -> headers.frameableBy(response, origins(rows)))
                .replaceWithVoid();
    }

    private static List<String> origins(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> List.of(row.getArrayOfStrings("frame_ancestors")))
                .orElse(List.of());
    }
}
