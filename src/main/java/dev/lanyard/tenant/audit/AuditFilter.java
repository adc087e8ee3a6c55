package dev.lanyard.tenant.audit;

import dev.lanyard.problem.FieldErrors;
import org.jspecify.annotations.Nullable;

/** The entries that are wanted; null: all. */
record AuditFilter(@Nullable String action, @Nullable String actorId, @Nullable String objectId) {

    /** Refuses what no database can be asked for. */
    AuditFilter {
        FieldErrors errors = new FieldErrors();
        errors.optional("action", action, 255);
        errors.optional("actor_id", actorId, 255);
        errors.optional("object_id", objectId, 255);
        errors.end();
    }
}
