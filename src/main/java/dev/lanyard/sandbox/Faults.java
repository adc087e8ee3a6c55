package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults switched on, by consumer. */
@Singleton
class Faults {
    private final Pool pool;

    Faults(Pool pool) {
        this.pool = pool;
    }

    /** What strikes here and now, each counted down in the database, so exactly over replicas. */
    Uni<ActiveFaults> take(String clientId, FaultPoint point) {
        return take(clientId, point, EnumSet.allOf(FaultKind.class));
    }

    /** The same of these kinds only. */
    Uni<ActiveFaults> take(String clientId, FaultPoint point, Set<FaultKind> kinds) {
        String[] keys = kinds.stream().map(FaultKind::key).toArray(String[]::new);
        return pool.preparedQuery(
                        """
                        UPDATE sandbox_fault SET remaining = remaining - 1, fired = fired + 1
                        WHERE client_id = $1 AND place = $2 AND kind = ANY ($3) AND (remaining IS NULL OR remaining > 0)
                        RETURNING kind, place, remaining, settings
                        """)
                .execute(Tuple.of(clientId, point.key(), keys))
                .map(rows -> new ActiveFaults(rows.stream().map(Faults::fault).toList()));
    }

    /** Switches on these and no others. */
    Uni<Void> replace(String clientId, List<Fault> faults) {
        return pool.withTransaction(c -> replace(c, clientId, faults));
    }

    private static Uni<Void> replace(SqlConnection c, String clientId, List<Fault> faults) {
        return c.preparedQuery("DELETE FROM sandbox_fault WHERE client_id = $1")
                .execute(Tuple.of(clientId))
                .chain(() -> insert(c, clientId, faults));
    }

    /** Switches on one more. */
    Uni<Void> add(String clientId, Fault fault) {
        return pool.withConnection(c -> insert(c, clientId, List.of(fault)));
    }

    /** Switches one off. */
    Uni<Void> remove(String clientId, long id) {
        return pool.preparedQuery("DELETE FROM sandbox_fault WHERE client_id = $1 AND id = $2")
                .execute(Tuple.of(clientId, id))
                .replaceWithVoid();
    }

    /** All of a consumer, those that have fired out as well. */
    Uni<List<JsonObject>> list(String clientId) {
        return pool.preparedQuery(
                        "SELECT id, kind, place, remaining, fired, settings FROM sandbox_fault"
                                + " WHERE client_id = $1 ORDER BY id")
                .execute(Tuple.of(clientId))
                .map(rows -> rows.stream().map(Faults::json).toList());
    }

    private static Uni<Void> insert(SqlConnection c, String clientId, List<Fault> faults) {
        if (faults.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return c.preparedQuery(
                        """
                        INSERT INTO sandbox_fault (client_id, kind, place, remaining, settings)
                        VALUES (
                            $1, -- $1 client_id
                            $2, $3, -- $2 kind, $3 point of the journey
                            $4, -- $4 how often; null: always
                            $5) -- $5 settings
                        """)
                .executeBatch(faults.stream().map(fault -> values(clientId, fault)).toList())
                .replaceWithVoid();
    }

    private static Tuple values(String clientId, Fault fault) {
        return Tuple.tuple()
                .addString(clientId)
                .addString(fault.kind().key())
                .addString(fault.where().key())
                .addInteger(fault.times().orElse(null))
                .addValue(fault.settings());
    }

    private static Fault fault(Row row) {
        return new Fault(
                FaultKind.of(row.getString("kind")).orElseThrow(),
                FaultPoint.of(row.getString("place")).orElseThrow(),
                Optional.ofNullable(row.getInteger("remaining")),
                row.getJsonObject("settings"));
    }

    private static JsonObject json(Row row) {
        return new JsonObject()
                .put("id", row.getLong("id"))
                .put("fault", row.getString("kind"))
                .put("where", row.getString("place"))
                .put("remaining", row.getInteger("remaining"))
                .put("fired", row.getInteger("fired"))
                .mergeIn(row.getJsonObject("settings"));
    }
}
