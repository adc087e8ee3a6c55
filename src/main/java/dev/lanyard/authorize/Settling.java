package dev.lanyard.authorize;

import io.vertx.mutiny.sqlclient.SqlClient;

/** A settlement under way: its transaction, and what was read under the session's lock. */
record Settling(
        SqlClient transaction,
        ConnectSession session,
        AuthorizationRequest request,
        Attempt attempt) {

    /**
     * Whether the grant may still be the session's: the request has not ended, or was given up as
     * interrupted and the session has not been tried again since.
     */
    boolean takes() {
        return session.unfinished() && (!request.ended() || session.countsOn(request.id()));
    }

    /** Whether an earlier try of this very settlement was written, its commit unheard. */
    boolean isDone() {
        return request.ended() && request.error().isEmpty();
    }
}
