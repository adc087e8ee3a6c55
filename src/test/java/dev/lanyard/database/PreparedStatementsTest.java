package dev.lanyard.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.support.OnVertx;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What a connection keeps prepared, so that the server plans it once. */
@QuarkusTest
class PreparedStatementsTest {
    private static final String KEPT =
            "SELECT count(*) FROM pg_prepared_statements WHERE statement = $1";

    @Inject Pool pool;

    @Test
    void aStatementIsKeptHoweverLongItIs() {
        assertThat(keptOf("SELECT $1::text AS short")).isEqualTo(1);
        assertThat(keptOf("SELECT $1::text AS long -- " + "x".repeat(12_000))).isEqualTo(1);
    }

    private long keptOf(String sql) {
        return OnVertx.await(
                () ->
                        pool.withTransaction(
                                transaction ->
                                        ask(transaction, sql).chain(() -> kept(transaction, sql))));
    }

    private static Uni<Void> ask(SqlClient transaction, String sql) {
        return transaction.preparedQuery(sql).execute(Tuple.of("x")).replaceWithVoid();
    }

    private static Uni<Long> kept(SqlClient transaction, String sql) {
        return transaction
                .preparedQuery(KEPT)
                .execute(Tuple.of(sql))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
