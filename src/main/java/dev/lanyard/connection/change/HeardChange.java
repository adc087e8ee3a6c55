package dev.lanyard.connection.change;

import dev.lanyard.connection.grant.ConnectionRef;
import org.jspecify.annotations.Nullable;

/**
 * What a notification tells of: {@code tenant connection}, {@code tenant} for all of a tenant's, or
 * everything, which is what one that is not understood is taken for.
 *
 * @param tenantId null: all tenants
 * @param connectionId null: all connections
 */
public record HeardChange(@Nullable String tenantId, @Nullable String connectionId) {
    static final HeardChange OF_EVERYTHING = new HeardChange(null, null);

    /** From the triggers' words (V26). */
    static HeardChange of(@Nullable String payload) {
        String[] ids = payload == null ? new String[0] : payload.split(" ", -1);
        boolean known = ids.length > 0 && ids.length <= 2 && !ids[0].isEmpty();
        return known ? new HeardChange(ids[0], ids.length == 2 ? ids[1] : null) : OF_EVERYTHING;
    }

    /** The one connection; null: more than one. */
    public @Nullable ConnectionRef connection() {
        return tenantId == null || connectionId == null
                ? null
                : new ConnectionRef(tenantId, connectionId);
    }

    /** How much of what is kept it ends: a word for a label. */
    public String scope() {
        return tenantId == null ? "all" : connectionId == null ? "tenant" : "connection";
    }
}
