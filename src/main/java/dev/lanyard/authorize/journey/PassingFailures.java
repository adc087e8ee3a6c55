package dev.lanyard.authorize.journey;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.List;

/** Failures of the database that pass: the same work, done again, may succeed. */
final class PassingFailures {
    /**
     * SQLSTATE classes and codes: connection, a standby not promoted yet, a role or database not
     * there yet, rollback of the transaction, resources, a lock, intervention of the operator.
     */
    private static final List<String> PASSING =
            List.of("08", "25006", "28", "3D000", "40", "53", "55P03", "57");

    private PassingFailures() {}

    static boolean mayPass(Throwable failure) {
        if (failure instanceof PgException refused) {
            return PASSING.stream().anyMatch(String.valueOf(refused.getSqlState())::startsWith);
        }
        return failure instanceof IOException
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable; // a full pool
    }

    static Throwable cause(Throwable exhausted) {
        return exhausted.getCause() == null ? exhausted : exhausted.getCause();
    }
}
