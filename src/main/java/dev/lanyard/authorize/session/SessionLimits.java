package dev.lanyard.authorize.session;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * How often one invitation may be tried: a link in a loop would use up what the provider allows the
 * profile's client, and write events and audit entries without end. Counted under the session's
 * lock.
 */
public final class SessionLimits {
    private static final int MOST_BEGUN = 30;

    /** Codes of one session. */
    public static final int MOST_PRESENTED = 10;

    /** How a request ends whose code is one too many. */
    public static final SessionError SPENT =
            SessionErrorCode.INTERRUPTED.because(
                    "This invitation was tried too often. The app can invite again.");

    private static final String COUNT =
            """
            SELECT count(*) AS begun, count(sent_at) AS presented FROM authorization_request
            WHERE tenant_id = $1 AND session_id = $2
            """;

    private SessionLimits() {}

    /** Fails with {@code rate_limited}, until the session expires, if no request may begin. */
    public static Uni<Void> mayBegin(SqlClient transaction, ConnectSession session) {
        return count(transaction, session)
                .invoke(
                        row -> {
                            if (row.getLong("begun") >= MOST_BEGUN
                                    || row.getLong("presented") >= MOST_PRESENTED) {
                                throw spent(session);
                            }
                        })
                .replaceWithVoid();
    }

    private static Uni<Row> count(SqlClient transaction, ConnectSession session) {
        return transaction
                .preparedQuery(COUNT)
                .execute(Tuple.of(session.tenantId(), session.id()))
                .map(rows -> rows.iterator().next());
    }

    private static ProblemException spent(ConnectSession session) {
        return ProblemException.of(
                ProblemCode.RATE_LIMITED,
                "This invitation was tried too often. Go back to the app; it can invite you"
                        + " again.",
                Duration.between(OffsetDateTime.now(), session.clock().expiresAt()));
    }
}
