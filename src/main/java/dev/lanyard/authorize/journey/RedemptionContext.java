package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.AuthorizationRequest;
import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.RequestedSession;
import io.vertx.mutiny.sqlclient.SqlClient;

/** A settlement under way: its transaction, and what was read under the session's lock. */
record RedemptionContext(
        SqlClient transaction, RequestedSession requested, CodeExchangeContext attempt) {

    ConnectSession session() {
        return requested.session();
    }

    AuthorizationRequest request() {
        return requested.request();
    }

    /**
     * Whether the grant may still be the session's: the request has not ended, or was given up as
     * interrupted and the session has not been tried again since.
     */
    boolean mayStore() {
        return session().unfinished() && (!request().ended() || session().countsOn(request().id()));
    }

    /** Whether the request's own tokens wait for their account. */
    boolean waits() {
        return requested.holder().filter(request().id()::equals).isPresent();
    }

    /** Whether a refusal of the request is the session's. */
    boolean counts() {
        return session().unfinished() && session().countsOn(request().id(), requested.holder());
    }

    /** Whether an earlier try of this very settlement was written, its commit unheard. */
    boolean isDone() {
        return request().ended() && request().error().isEmpty();
    }
}
