package dev.lanyard.connection;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.lanyard.problem.ProblemException;
import io.quarkus.panache.common.Parameters;
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

    /** HQL over {@link Connection}; the time of the change is the database's. */
    String assignments() {
        return (metadata == null ? "" : "metadata = :metadata, ")
                + (status == null ? "" : "disabled = :disabled, ")
                + "updatedAt = offset datetime";
    }

    /** Of the assignments' parameters; refuses what cannot be written. */
    Parameters values() {
        Parameters values = new Parameters();
        if (metadata != null) {
            values.and("metadata", checked(metadata));
        }
        if (status != null) {
            values.and("disabled", isDisabled(status));
        }
        return values;
    }

    private static Map<String, Object> checked(Map<String, Object> metadata) {
        if (new JsonObject(metadata).encode().length() > MAX_METADATA) {
            throw ProblemException.invalid("metadata", "must not be longer than 16 KiB as JSON");
        }
        return metadata;
    }

    private static boolean isDisabled(String status) {
        if (!status.equals("active") && !status.equals("disabled")) {
            throw ProblemException.invalid("status", "must be active or disabled");
        }
        return status.equals("disabled");
    }
}
