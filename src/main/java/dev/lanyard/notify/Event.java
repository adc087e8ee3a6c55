package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * An event as shown and as delivered.
 *
 * @param data what changed, without secrets
 */
public record Event(String id, String type, OffsetDateTime createdAt, Map<String, Object> data) {

    public static Event of(Row row) {
        return new Event(
                row.getString("id"),
                row.getString("type"),
                row.getOffsetDateTime("created_at"),
                row.getJsonObject("data").getMap());
    }

    PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
