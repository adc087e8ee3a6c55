package dev.lanyard.notify;

import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** How many webhooks a tenant may have, however many are added at once. */
final class WebhookLimit {
    static final int MOST = 20;

    /** Those who add at the same time count one after the other. */
    private static final String LOCK = "SELECT FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE";

    private WebhookLimit() {}

    /** Until the transaction ends nobody else adds one. */
    static Uni<Void> lock(SqlClient transaction, String tenantId) {
        return transaction.preparedQuery(LOCK).execute(Tuple.of(tenantId)).replaceWithVoid();
    }

    /**
     * Checks that there may be one more.
     *
     * @throws ProblemException {@code conflict}
     */
    static void mustLeaveRoom(long webhooks) {
        if (webhooks >= MOST) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "There are "
                            + MOST
                            + " webhooks already, the most there may be. Delete one first.");
        }
    }
}
