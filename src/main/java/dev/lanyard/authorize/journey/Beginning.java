package dev.lanyard.authorize.journey;

import dev.lanyard.authorize.session.ConnectSession;
import dev.lanyard.authorize.session.ConnectSessions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins authorization requests (RFC 6749 §4.1.1, RFC 7636, RFC 9700 §4.7). */
@ApplicationScoped
public class Beginning {
    private final Pool pool;
    private final ConnectSessions sessions;
    private final SessionChanges changes;
    private final AuthorizationRequests requests;
    private final Provisions provisions;
    private final Funnel funnel;

    Beginning(
            Pool pool,
            ConnectSessions sessions,
            SessionChanges changes,
            AuthorizationRequests requests,
            Provisions provisions,
            Funnel funnel) {
        this.pool = pool;
        this.sessions = sessions;
        this.changes = changes;
        this.requests = requests;
        this.provisions = provisions;
        this.funnel = funnel;
    }

    /**
     * Where to send the browser, and what binds the answer to it.
     *
     * @param browserSecret for the request's cookie
     */
    public record Departure(URI provider, String requestId, String browserSecret) {

        @Override
        public String toString() {
            return "Departure[" + requestId + "]";
        }
    }

    /**
     * Begins a request; empty, and nothing spent, if the session does not take one any more.
     *
     * @param address the browser's, for the audit log
     */
    public Uni<Optional<Departure>> begin(ConnectSession session, @Nullable String address) {
        return provisions
                .of(session)
                .map(ready -> Draft.of(session, ready, address))
                .chain(draft -> pool.withTransaction(transaction -> record(transaction, draft)));
    }

    private Uni<Optional<Departure>> record(SqlClient transaction, Draft draft) {
        return sessions.lock(transaction, draft.session().tenantId(), draft.session().id())
                .chain(
                        session ->
                                session.open()
                                        ? record(transaction, session, draft)
                                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Departure>> record(
            SqlClient transaction, ConnectSession session, Draft draft) {
        funnel.count(transaction, session, Funnel.Step.AUTHORIZING);
        return requests.begin(transaction, session, draft.begun())
                .chain(() -> changes.authorizing(transaction, session, draft.begun().id()))
                .replaceWith(Optional.of(draft.departure()));
    }
}
