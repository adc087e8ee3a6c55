package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Who calls the API with a good access token. */
record Bearer(Consumer consumer, Account account, List<String> scopes) {

    /** Empty for an unknown and for an expired token alike. */
    static Uni<Optional<Bearer>> find(Pool pool, String accessToken) {
        return pool.preparedQuery(
                        """
                        SELECT g.account, g.permissions AS granted, c.*, false AS locked_out
                        FROM sandbox_access_token t JOIN sandbox_grant g ON g.id = t.grant_id
                             JOIN sandbox_consumer c ON c.client_id = g.client_id
                        WHERE t.hash = $1 AND t.expires_at > now()
                        """)
                .execute(Tuple.of(Hash.of(accessToken)))
                .map(rows -> rows.stream().findFirst().map(Bearer::of));
    }

    private static Bearer of(Row row) {
        return new Bearer(
                Consumer.of(row),
                Account.named(row.getString("account")),
                List.of(row.getArrayOfStrings("granted")));
    }

    Bearer as(Account other) {
        return new Bearer(consumer, other, scopes);
    }

    Bearer withScopes(List<String> others) {
        return new Bearer(consumer, account, others);
    }
}
