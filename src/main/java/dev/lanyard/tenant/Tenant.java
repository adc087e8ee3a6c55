package dev.lanyard.tenant;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/** A customer of the operator. */
record Tenant(String id, String name, OffsetDateTime createdAt) {
    static Tenant of(Row row) {
        return new Tenant(
                row.getString("tenant_id"),
                row.getString("name"),
                row.getOffsetDateTime("created_at"));
    }
}
