package dev.lanyard.connection.change;

import dev.lanyard.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/** Connections that listen beside the application's own, as another replica's would. */
public final class Listening {
    private Listening() {}

    public static ListeningConnection ofAnotherReplica(Vertx vertx, Database database, Pool pool) {
        return begin(vertx, database, pool, new HeardChanges());
    }

    static ListeningConnection begin(
            Vertx vertx, Database database, Pool pool, HeardChanges changes) {
        ListeningConnection listening =
                new ListeningConnection(vertx, database, changes, new ListeningTrial(vertx, pool));
        listening.onStart(new StartupEvent());
        return listening;
    }

    public static void end(ListeningConnection listening) {
        listening.onStop(new ShutdownEvent());
    }
}
