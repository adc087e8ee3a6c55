package dev.lanyard.authorize;

import dev.lanyard.authorize.session.RequestedSession;
import dev.lanyard.authorize.session.RequestedSessions;
import dev.lanyard.authorize.session.UnboundCallbackException;
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
    private final Pool pool;
    private final RequestedSessions requested;
    private final ResponseHeaders headers;

    FrameAncestors(Pool pool, RequestedSessions requested, ResponseHeaders headers) {
        this.pool = pool;
        this.requested = requested;
        this.headers = headers;
    }

    /** Decides for a response about the session of this connect token; nobody may if unknown. */
    Uni<Void> decide(String connectToken, HttpServerResponse response) {
        Optional<TenantToken> token = TenantToken.parse("ct", connectToken);
        if (token.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(BY_SESSION)
                .execute(Tuple.of(token.get().tenantId(), Buffer.buffer(token.get().hash())))
                .invoke(rows -> headers.frameableBy(response, origins(rows)))
                .replaceWithVoid();
    }

    /**
     * The same by the {@code state} of one of its authorization requests, which is read with it;
     * fails with {@link UnboundCallbackException} if it is none's.
     */
    Uni<RequestedSession> decideByState(String state, HttpServerResponse response) {
        return Uni.createFrom()
                .deferred(() -> requested.byState(state))
                .invoke(found -> headers.frameableBy(response, found.frameAncestors()));
    }

    private static List<String> origins(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> List.of(row.getArrayOfStrings("frame_ancestors")))
                .orElse(List.of());
    }
}
