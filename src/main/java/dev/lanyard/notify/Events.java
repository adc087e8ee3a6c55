package dev.lanyard.notify;

import dev.lanyard.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The outbox. With each event, whatever statement writes it, the database writes its deliveries
 * (V7: {@code deliver_event}).
 */
@ApplicationScoped
public class Events {
    private static final String INSERT =
            """
            INSERT INTO event (tenant_id, id, type, subject, data)
            VALUES (
                $1, $2, -- $1 tenant, $2 id
                $3, $4, -- $3 type, $4 subject's id
                $5) -- $5 data
            """;

    /**
     * Writes an event in the transaction of the change it tells of.
     *
     * @param transaction where the change is written
     * @param type as docs/webhooks.md lists them: {@code connection.created}
     * @param subject the id it is about, by which events are ordered
     * @param data what changed; no secret
     */
    public Uni<Void> record(
            SqlClient transaction, String tenantId, String type, String subject, JsonObject data) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenantId, Ids.next("evt_"), type, subject, data))
                .replaceWithVoid();
    }
}
