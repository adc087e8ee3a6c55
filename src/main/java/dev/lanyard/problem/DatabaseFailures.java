package dev.lanyard.problem;

import io.netty.channel.unix.Errors.NativeIoException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Translates the SQL client's failures into what a caller is told. */
final class DatabaseFailures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /**
     * Serialization, deadlock, lock and statement timeouts, too many connections, a read-only
     * standby.
     */
    private static final Set<String> PASSING =
            Set.of("40001", "40P01", "55P03", "57014", "53300", "25006", "3D000");

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** PostgreSQL's text holds every character but U+0000: 22021 in text, 22P05 in jsonb. */
    private static final Set<String> NUL = Set.of("22021", "22P05");

    private DatabaseFailures() {}

    static Optional<ProblemException> problem(Throwable failure) {
        if (failure instanceof PgException refused) {
            return bySqlState(String.valueOf(refused.getSqlState()));
        }
        return isOutage(failure) ? Optional.of(unavailable()) : Optional.empty();
    }

    private static Optional<ProblemException> bySqlState(String state) {
        if (NUL.contains(state)) {
            return Optional.of(
                    ProblemException.invalid("body", "must not contain the character U+0000"));
        }
        if (state.equals(FOREIGN_KEY_VIOLATION)) {
            return Optional.of(
                    ProblemException.of(
                            ProblemCode.CONFLICT,
                            "Something this request refers to, or that refers to it, changed"
                                    + " meanwhile. Read it again and retry."));
        }
        boolean outage =
                state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("28")
                        || PASSING.contains(state);
        return outage ? Optional.of(unavailable()) : Optional.empty();
    }

    private static boolean isOutage(Throwable failure) {
        boolean typed =
                failure instanceof ClosedConnectionException
                        || failure instanceof SocketException
                        || failure instanceof NativeIoException // epoll's reset, broken pipe
                        || failure.getClass() == IOException.class // the same without epoll
                        || failure instanceof SSLException
                        || failure instanceof ClosedChannelException
                        || failure instanceof UnknownHostException;
        return typed || (isUntyped(failure) && isConnectionText(failure));
    }

    private static boolean isUntyped(Throwable failure) {
        return failure instanceof NoStackTraceThrowable
                || failure instanceof ConnectionPoolTooBusyException
                || failure.getClass() == VertxException.class;
    }

    /** The client has no types for a full pool and for a connection that broke under a command. */
    private static boolean isConnectionText(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.startsWith("Timeout")
                || text.startsWith("Connection pool reached max wait queue size")
                || text.startsWith("Connection is not active")
                || text.startsWith("Connection was closed")
                || text.startsWith("Pending requests failed to be sent");
    }

    static ProblemException unavailable() {
        return ProblemException.of(
                ProblemCode.UNAVAILABLE,
                "Lanyard's database cannot be used just now. Try again shortly.",
                RETRY_AFTER);
    }
}
