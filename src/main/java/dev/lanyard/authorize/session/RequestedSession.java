package dev.lanyard.authorize.session;

import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/**
 * An authorization request and its session, as they were at one moment.
 *
 * @param frameAncestors origins whose pages may frame the session's
 * @param holder the request whose tokens wait for their account, if any
 * @param known the end user's connection for the account that came back; empty where none was asked
 *     for
 */
public record RequestedSession(
        AuthorizationRequest request,
        ConnectSession session,
        List<String> frameAncestors,
        Optional<String> holder,
        Optional<String> known) {

    static RequestedSession of(Row row) {
        return new RequestedSession(
                AuthorizationRequest.beside(row),
                ConnectSession.of(row),
                List.of(row.getArrayOfStrings("frame_ancestors")),
                Optional.ofNullable(row.getString("holder")),
                Optional.ofNullable(row.getString("known")));
    }
}
