package dev.lanyard.notify;

import dev.lanyard.api.PageRequest;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A tenant's address for its events. * @param events the types it listens to; none: all
 *
 * @param secret sealed; {@link WebhookSecret#open} opens it
 */
record Webhook(
        String tenantId,
        String id,
        String url,
        List<String> events,
        byte[] secret,
        String status,
        OffsetDateTime createdAt) {

    static Webhook of(Row row) {
        return new Webhook(
                row.getString("tenant_id"),
                row.getString("id"),
                row.getString("url"),
                List.of(row.getArrayOfStrings("events")),
                row.getBuffer("secret").getBytes(),
                row.getString("status"),
                row.getOffsetDateTime("created_at"));
    }

    PageRequest.Position position() {
        return new PageRequest.Position(createdAt, id);
    }

    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
