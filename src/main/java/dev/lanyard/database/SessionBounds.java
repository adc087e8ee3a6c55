package dev.lanyard.database;

import java.time.Duration;
import java.util.Map;

/**
 * How long a session of the database may wait, work and do nothing, as told to the server when it
 * is opened: what this process has given up, or can no longer hear of, ends there too.
 */
public final class SessionBounds {
    /** More than the 5 s after which a lease that was waited for is given back (rule 3). */
    static final Duration LOCK = Duration.ofSeconds(7);

    static final Duration STATEMENT = Duration.ofSeconds(10);
    static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    /**
     * The first statement of a transaction that may take longer, as one that erases a tenant: until
     * it ends its statements have 5 minutes.
     */
    public static final String LONG_WORK = "SET LOCAL statement_timeout = '5min'";

    static final Duration LONG_STATEMENT = Duration.ofMinutes(5);

    private SessionBounds() {}

    /** Parameters of the startup message. */
    static Map<String, String> startupParameters() {
        return Map.of(
                "lock_timeout", millis(LOCK),
                "statement_timeout", millis(STATEMENT),
                "idle_in_transaction_session_timeout", millis(IDLE_IN_TRANSACTION),
                "jit", "off"); // compiling a statement takes longer than any of them runs
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
