package dev.lanyard.tenant.audit;

import dev.lanyard.tenant.access.Actor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log, before the database gives it a time and an id.
 *
 * @param tenantId whose log it belongs to; {@link AuditLog#OPERATOR} for the operator's own
 * @param action a stable name: {@code connector_profile.created}
 * @param objectType what kind of thing it was done to: {@code connector_profile}
 * @param objectId null where it has none, or none yet
 * @param detail a stable code, such as a problem's; null: nothing to add
 * @param count how often, within a minute
 */
public record AuditEntry(
        String tenantId,
        Actor actor,
        String action,
        String objectType,
        @Nullable String objectId,
        AuditOutcome outcome,
        @Nullable String detail,
        int count) {

    /** The end of what was done. */
    public enum AuditOutcome {
        SUCCEEDED,
        /** The caller may not, or asked for what cannot be. */
        REFUSED,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something that was done. */
    public static AuditEntry succeeded(
            String tenantId, Actor actor, String action, @Nullable String objectId) {
        return new AuditEntry(
                tenantId, actor, action, type(action), objectId, AuditOutcome.SUCCEEDED, null, 1);
    }

    /** The same, so many times. */
    public AuditEntry times(int times) {
        return new AuditEntry(
                tenantId, actor, action, objectType, objectId, outcome, detail, times);
    }

    /** The same, ended otherwise. */
    public AuditEntry ended(AuditOutcome other, @Nullable String code) {
        return new AuditEntry(tenantId, actor, action, objectType, objectId, other, code, count);
    }

    /** {@code connector_profile.created} is done to a {@code connector_profile}. */
    private static String type(String action) {
        return action.substring(0, action.indexOf('.'));
    }
}
