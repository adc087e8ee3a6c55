package dev.lanyard.connection;

import dev.lanyard.vault.DataKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Where journeys leave what they bring: new connections, and those brought back to life. */
@ApplicationScoped
public class Grants {

    /**
     * Stores a grant with its event: {@code connection.created}, or {@code connection.reconnected}
     * for one that was there.
     *
     * @param transaction the caller's, so that the session ends with it
     * @param key the tenant's data key
     */
    public Uni<Stored> store(SqlClient transaction, DataKey key, NewGrant grant) {
        throw new UnsupportedOperationException();
    }

    /** The connection this end user already has on this profile for this account. */
    public Uni<Optional<String>> existing(
            SqlClient client,
            String tenantId,
            String profileId,
            String endUserId,
            String accountId) {
        throw new UnsupportedOperationException();
    }

    /** Opens a connection that awaited confirmation, with its {@code connection.created}. */
    public Uni<Void> confirm(SqlClient transaction, String tenantId, String connectionId) {
        throw new UnsupportedOperationException();
    }

    /** Erases a connection that still awaits confirmation; no event. */
    public Uni<Void> discard(SqlClient transaction, String tenantId, String connectionId) {
        throw new UnsupportedOperationException();
    }
}
