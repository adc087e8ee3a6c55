package dev.lanyard.connection;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lanyard.problem.FieldErrors;
import io.quarkus.panache.common.Parameters;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /v1/connections/{id}}: what is left out stays, null is refused. No
 * record, since Jackson makes no difference between the two in a record's fields.
 */
final class ConnectionChange {
    /** The tenant's own notes; replaced as a whole. */
    @JsonSetter(nulls = Nulls.FAIL)
    @Schema(implementation = Map.class)
    public @Nullable JsonNode metadata;

    /** {@code active} or {@code disabled}. */
    @JsonSetter(nulls = Nulls.FAIL)
    public @Nullable String status;

    /** Fails with {@code validation_failed}, naming what is wrong. */
    ConnectionChange check() {
        FieldErrors errors = new FieldErrors();
        errors.object("metadata", metadata, FieldErrors.MAX_METADATA);
        errors.status(status);
        errors.end();
        return this;
    }

    /** HQL over {@link Connection}; the time of the change is the database's. */
    String assignments() {
        return (metadata == null ? "" : "metadata = :metadata, ")
                + (status == null ? "" : "disabled = :disabled, ")
                + "updatedAt = offset datetime";
    }

    /** Values of the assignments' parameters. */
    Parameters values() {
        Parameters values = new Parameters();
        if (metadata != null) {
            values.and("metadata", new JsonObject(metadata.toString()).getMap());
        }
        if (status != null) {
            values.and("disabled", status.equals("disabled"));
        }
        return values;
    }
}
