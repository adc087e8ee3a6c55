package dev.lanyard.tenant;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's credential; of the key itself the database has only the hash. */
record ApiKey(
        String id,
        String name,
        List<String> scopes,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime expiresAt) {
    static ApiKey of(Row row) {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("expires_at"));
    }
}
