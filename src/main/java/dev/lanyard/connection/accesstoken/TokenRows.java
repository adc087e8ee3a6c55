package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.accesstoken.TokenCache.TokenRowReading;
import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.database.Database;
import dev.lanyard.database.FrequentQuery;
import dev.lanyard.provider.Providers;
import io.quarkus.arc.ClientProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The rows of whoever cannot wait for the pool: those that are kept, else by one SELECT over
 * connections of its own.
 */
@Singleton
class TokenRows {
    private final FrequentQuery rows;
    private final TokenCache cache;
    private final Providers providers;

    TokenRows(Vertx vertx, Database database, Pool pool, TokenCache cache, Providers providers) {
        this.rows = database.frequent(vertx, pool, TokenRow.SELECT);
        this.cache = cache;
        this.providers = ClientProxy.unwrap(providers); // what stands for a bean is slow natively
    }

    @PreDestroy
    void close() {
        rows.close();
    }

    /** The row, null if there is none; to be called on an event loop. */
    Future<@Nullable TokenRow> find(ConnectionRef connection) {
        TokenRow kept = kept(connection);
        return kept == null ? read(connection) : Future.succeededFuture(kept);
    }

    /** The row, if it is kept. */
    @Nullable TokenRow kept(ConnectionRef connection) {
        return cache.find(connection);
    }

    /** The row as the database has it; to be called on an event loop. */
    Future<@Nullable TokenRow> read(ConnectionRef connection) {
        TokenRowReading reading = cache.begin(connection);
        return rows.execute(Tuple.of(connection.tenantId(), connection.id()))
                .map(found -> row(connection, reading, found));
    }

    private @Nullable TokenRow row(
            ConnectionRef connection, @Nullable TokenRowReading reading, RowSet<Row> found) {
        if (found.size() == 0) {
            return null;
        }
        TokenRow row = TokenRow.of(connection, found.iterator().next(), providers);
        cache.keep(reading, row);
        return row;
    }
}
