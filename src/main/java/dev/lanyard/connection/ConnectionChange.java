package dev.lanyard.connection;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.lanyard.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/connections/{id}}: what is left out stays, null is refused. No
 * record, since Jackson makes no difference between the two in a record's fields.
 */
final class ConnectionChange {
    private static final int MAX_METADATA = 16 * 1024;

    /** The tenant's own notes; replaced as a whole. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable Map<String, Object> metadata;

    /** {@code active} or {@code disabled}. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String status;

    /** The metadata to write; null: as it is. */
    @Nullable JsonObject newMetadata() {
        if (metadata == null) {
            return null;
        }
        JsonObject json = new JsonObject(metadata);
        if (json.encode().length() > MAX_METADATA) {
            throw ProblemException.invalid("metadata", "must not be longer than 16 KiB as JSON");
        }
        return json;
    }

    /** The switch to write; null: as it is. */
    @Nullable Boolean disabled() {
        if (status == null) {
            return null;
        }
        if (!status.equals("active") && !status.equals("disabled")) {
            throw ProblemException.invalid("status", "must be active or disabled");
        }
        return status.equals("disabled");
    }
}
