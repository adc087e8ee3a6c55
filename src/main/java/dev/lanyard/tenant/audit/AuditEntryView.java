package dev.lanyard.tenant.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An entry as shown.
 *
 * @param address the client's; null: Lanyard itself, or not known
 * @param detail a stable code, such as a problem's or a reason's; null: nothing to add
 * @param count how often: the reads of a token within a minute are one entry
 */
record AuditEntryView(
        String id,
        OffsetDateTime at,
        Who actor,
        String action,
        What object,
        String outcome,
        @Nullable String address,
        @Nullable String detail,
        int count) {

    /**
     * The one who did it.
     *
     * @param type {@code api_key | workload_identity | operator | browser | lanyard}
     * @param id the key's or identity's; the end user's, by the tenant's own id, for a browser;
     *     else null
     * @param token a workload's, by its {@code jti} or its key's {@code kid}; else absent
     */
    record Who(
            String type,
            @Nullable String id,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {}

    /** The object that it was done to. */
    record What(String type, @Nullable String id) {}

    static AuditEntryView of(LoggedEntry entry) {
        return new AuditEntryView(
                entry.id(),
                entry.at(),
                new Who(entry.actorType(), entry.actorId(), entry.actorToken()),
                entry.action(),
                new What(entry.objectType(), entry.objectId()),
                entry.outcome(),
                entry.address(),
                entry.detail(),
                entry.count());
    }
}
