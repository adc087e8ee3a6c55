package dev.lanyard.connection;

import dev.lanyard.Ids;
import dev.lanyard.provider.Client;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The parallel cap of a profile over all replicas: a row is a place. One that its holder never gave
 * back is free again after 30 s, longer than any call lives.
 */
@ApplicationScoped
class Places {
    private static final String TAKE =
            """
            UPDATE token_request_place
            SET held_until = now() + interval '30 seconds', holder = $4
            WHERE tenant_id = $1 AND profile_id = $2 AND place = (
                SELECT place FROM token_request_place
                WHERE tenant_id = $1 AND profile_id = $2 AND place <= $3 AND held_until <= now()
                ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING place
            """;
    private static final String MAKE =
            """
            INSERT INTO token_request_place (tenant_id, profile_id, place)
            SELECT $1, $2, place FROM generate_series(1, $3) AS place
            ON CONFLICT DO NOTHING RETURNING place
            """;
    private static final String LEAVE =
            """
            UPDATE token_request_place SET held_until = '-infinity', holder = NULL
            WHERE tenant_id = $1 AND profile_id = $2 AND place = $3 AND holder = $4
            """;

    private final Pool pool;

    Places(Pool pool) {
        this.pool = pool;
    }

    /** A place that was granted. */
    record Place(Client client, int number, String holder) {}

    /** Takes a free place; empty if all are held. */
    Uni<Optional<Place>> take(Client client) {
        String holder = Ids.random();
        return pool.preparedQuery(TAKE)
                .execute(key(client).addInteger(parallel(client)).addString(holder))
                .map(rows -> place(client, holder, rows))
                .chain(place -> place.isPresent() ? now(place) : makeThenTake(client));
    }

    /** Gives a place back. */
    Uni<Void> leave(Place place) {
        return pool.preparedQuery(LEAVE)
                .execute(key(place.client()).addInteger(place.number()).addString(place.holder()))
                .replaceWithVoid();
    }

    /** The first time, or after the catalogue's cap was raised. */
    private Uni<Optional<Place>> makeThenTake(Client client) {
        return pool.preparedQuery(MAKE)
                .execute(key(client).addInteger(parallel(client)))
                .chain(made -> made.size() == 0 ? now(Optional.empty()) : take(client));
    }

    private static Uni<Optional<Place>> now(Optional<Place> place) {
        return Uni.createFrom().item(place);
    }

    private static Optional<Place> place(Client client, String holder, RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(
                        new Place(client, rows.iterator().next().getInteger("place"), holder));
    }

    private static int parallel(Client client) {
        return client.provider().tokenRequests().parallel();
    }

    private static Tuple key(Client client) {
        return Tuple.of(client.profile().tenantId(), client.profile().id());
    }
}
