package dev.lanyard.connection.accesstoken;

import dev.lanyard.connection.grant.ConnectionRef;
import dev.lanyard.database.Database;
import dev.lanyard.database.FrequentQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/** The one SELECT of whoever cannot wait for the pool, over connections of its own. */
@Singleton
class TokenRows {
    private final FrequentQuery rows;

    TokenRows(Vertx vertx, Database database, Pool pool) {
        this.rows = database.frequent(vertx, pool, TokenRow.SELECT);
    }

    @PreDestroy
    void close() {
        rows.close();
    }

    /** At most one row; to be called on an event loop. */
    Future<RowSet<Row>> find(ConnectionRef connection) {
        return rows.execute(Tuple.of(connection.tenantId(), connection.id()));
    }
}
