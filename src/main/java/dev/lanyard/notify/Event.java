package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import dev.lanyard.database.Listed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * An event as shown and as delivered.
 *
 * @param data what changed, without secrets
 */
@RegisterForReflection // Hibernate makes it of a row
public record Event(String id, String type, OffsetDateTime createdAt, Map<String, Object> data)
        implements Listed {

    public static Event of(Row row) {
        return new Event(
                row.getString("id"),
                row.getString("type"),
                row.getOffsetDateTime("created_at"),
                row.getJsonObject("data").getMap());
    }

    @Override
    public PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }
}
