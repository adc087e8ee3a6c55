package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The caller of the API, by a good access token. */
record BearerToken(Consumer consumer, SandboxUser account, List<String> scopes) {

    /** Empty for an unknown and for an expired token alike. */
    static Uni<Optional<BearerToken>> find(Pool pool, String accessToken) {
        return pool.preparedQuery(
                        """
                        SELECT g.account, g.permissions AS granted, c.*, false AS locked_out
                        FROM sandbox_access_token t JOIN sandbox_grant g ON g.id = t.grant_id
                             JOIN sandbox_consumer c ON c.client_id = g.client_id
                        WHERE t.hash = $1 AND t.expires_at > now()
                        """)
                .execute(Tuple.of(TokenHash.of(accessToken)))
                .map(rows -> rows.stream().findFirst().map(BearerToken::of));
    }

    private static BearerToken of(Row row) {
        return new BearerToken(
                Consumer.of(row),
                SandboxUser.named(row.getString("account")),
                List.of(row.getArrayOfStrings("granted")));
    }

    BearerToken as(SandboxUser other) {
        return new BearerToken(consumer, other, scopes);
    }

    BearerToken withScopes(List<String> others) {
        return new BearerToken(consumer, account, others);
    }
}
