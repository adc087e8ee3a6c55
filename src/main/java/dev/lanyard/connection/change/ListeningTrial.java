package dev.lanyard.connection.change;

import dev.lanyard.id.Ids;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Tries whether notifications arrive, by one that goes out over the pool. They do not through a
 * pooler in transaction mode, whether or not anybody said that there is one; nor does anything tell
 * of changes while the database is not migrated, or without its triggers.
 */
@Singleton
class ListeningTrial {
    static final String CHANNEL = "lanyard_token_rows";

    private static final Logger LOG = Logger.getLogger(ListeningTrial.class);
    private static final String MARK = "? ";
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long REST_MILLIS = 30_000;
    private static final int TRIES_WITHOUT_REST = 10;
    private static final int TRIES_UNTOLD = 3;

    /** Sends nothing where a trigger of V26 is missing, or is off. */
    private static final String SEND =
            """
            SELECT pg_notify('lanyard_token_rows', $1)
            WHERE (SELECT count(*) FROM pg_trigger
                   WHERE tgenabled IN ('O', 'A') AND (tgrelid::regclass::text, tgname) IN (
                       ('token_set', 'tell_changed_tokens'),
                       ('connection', 'tell_changed_connection'),
                       ('connection', 'tell_deleted_connections'),
                       ('connector_profile', 'tell_switched_profile'))) = 4
            """;

    private final Vertx vertx;
    private final Pool pool;

    ListeningTrial(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** For one connection, on whose event loop it goes on until it arrives. */
    Attempt attempt(BooleanSupplier open) {
        return new Attempt(MARK + Ids.random(), open);
    }

    /** Whether it is any replica's. */
    static boolean isTrial(String payload) {
        return payload.startsWith(MARK);
    }

    /** A notification that is sent until it comes back. */
    final class Attempt {
        private final String payload;
        private final BooleanSupplier open;
        private int tries;
        private boolean arrived;

        private Attempt(String payload, BooleanSupplier open) {
            this.payload = payload;
            this.open = open;
        }

        /** Whether it is this one, for the first time. */
        boolean arrives(String heard) {
            boolean first = !arrived && heard.equals(payload);
            arrived |= first;
            return first;
        }

        void send() {
            if (arrived || !open.getAsBoolean()) {
                return;
            }
            tries++;
            if (tries == TRIES_UNTOLD) {
                LOG.info(
                        "The database's notifications do not arrive: each token read asks it"
                                + " (docs/operations.md, Token cache)");
            }
            pool.preparedQuery(SEND).execute(Tuple.of(payload));
            vertx.setTimer(
                    tries < TRIES_WITHOUT_REST ? PATIENCE_MILLIS : REST_MILLIS, over -> send());
        }
    }
}
