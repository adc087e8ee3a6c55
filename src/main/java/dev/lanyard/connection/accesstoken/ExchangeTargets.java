package dev.lanyard.connection.accesstoken;

import dev.lanyard.config.Config;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds the connection whose token is asked for: by its id, as {@code resource} or {@code audience}
 * (RFC 8693 §2.1), or as an end user's at a provider. One that gives out tokens goes before those
 * that do not.
 */
@ApplicationScoped
class ExchangeTargets {
    private static final String SELECT =
            """
            SELECT c.id, c.health = 'reconnect_required' OR c.disabled OR c.awaiting_confirmation
                       OR p.status = 'disabled' AS closed
            FROM connection c
            JOIN connector_profile p ON p.tenant_id = c.tenant_id AND p.id = c.connector_profile_id
            WHERE c.tenant_id = $1 AND c.end_user_id = $2 AND c.provider = $3
            ORDER BY closed, c.created_at DESC, c.id LIMIT 2
            """;

    private final Pool pool;
    private final String addresses;

    ExchangeTargets(Pool pool, Config config) {
        this.pool = pool;
        this.addresses = config.publicUrl() + "/v1/connections/";
    }

    /** The connection meant; fails with {@code validation_failed} or {@code not_found}. */
    Uni<ConnectionRef> find(String tenantId, TokenExchangeRequest request) {
        String resource = request.text("resource");
        String audience = request.text("audience");
        String provider = request.text("provider");
        String endUser = request.text("end_user_id");
        if (resource != null && audience != null && !id(resource).equals(id(audience))) {
            throw ProblemException.invalid("audience", "must be resource's connection, or absent");
        }
        String named = resource == null ? audience : resource;
        if (named != null) {
            return byId(tenantId, id(named));
        }
        if (provider == null || endUser == null) {
            throw ProblemException.invalid(
                    "resource", "must be a connection's id; or send provider and end_user_id");
        }
        return ofEndUser(tenantId, endUser, provider);
    }

    /** A client that insists on a URI may send the connection's address. */
    private String id(String target) {
        return target.startsWith(addresses) ? target.substring(addresses.length()) : target;
    }

    private static Uni<ConnectionRef> byId(String tenantId, String id) {
        if (!Ids.isWellFormed(id)) {
            throw ProblemException.notFound();
        }
        return Uni.createFrom().item(new ConnectionRef(tenantId, id));
    }

    private Uni<ConnectionRef> ofEndUser(String tenantId, String endUser, String provider) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(tenantId, endUser, provider))
                .map(rows -> new ConnectionRef(tenantId, only(rows)));
    }

    private static String only(RowSet<Row> rows) {
        Row first = null;
        for (Row row : rows) {
            if (first != null && row.getBoolean("closed").equals(first.getBoolean("closed"))) {
                throw ProblemException.of(
                        ProblemCode.CONFLICT,
                        "The end user has several connections at this provider. Name one by"
                                + " resource.");
            }
            first = first == null ? row : first;
        }
        if (first == null) {
            throw ProblemException.notFound();
        }
        return first.getString("id");
    }
}
