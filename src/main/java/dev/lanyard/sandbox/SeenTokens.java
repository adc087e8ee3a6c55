package dev.lanyard.sandbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every time a code or a refresh token came in, so that a test can tell how often each did. */
@Singleton
class SeenTokens {
    private final Pool pool;

    SeenTokens(Pool pool) {
        this.pool = pool;
    }

    /** The fate of a code or token that came in. */
    enum SeenOutcome {
        ACCEPTED,
        /** A used refresh token within its grace. */
        ACCEPTED_AGAIN,
        REFUSED,
        /** Nothing was done with it: a fault, a limit, wrong credentials. */
        NOT_CONSUMED
    }

    /**
     * Records what the call presented, if anything.
     *
     * @param answer the error told, or "tokens"
     */
    Uni<Void> record(SqlClient sql, TokenCall call, SeenOutcome outcome, String response) {
        String kind = call.request().place() == FaultPoint.REFRESH ? "refresh_token" : "code";
        Optional<Buffer> hash = call.request().value(kind).map(TokenHash::of);
        return hash.isEmpty()
                ? Uni.createFrom().voidItem()
                : insert(
                        sql,
                        Tuple.of(
                                call.consumer().clientId(),
                                kind,
                                hash.get(),
                                outcome.name().toLowerCase(Locale.ROOT),
                                response));
    }

    Uni<Void> notConsumed(TokenCall call, String reason) {
        return record(pool, call, SeenOutcome.NOT_CONSUMED, reason);
    }

    private static Uni<Void> insert(SqlClient sql, Tuple values) {
        return sql.preparedQuery(
                        """
                        INSERT INTO sandbox_presentation (client_id, kind, token_hash, grant_id, ordinal, outcome, answer)
                        SELECT
                            $1, $2, -- $1 client_id, $2 code or refresh_token
                            $3, -- $3 its hash
                            t.grant_id, t.ordinal,
                            $4, $5 -- $4 outcome, $5 answer: an error, or "tokens"
                        FROM (SELECT 1) AS one LEFT JOIN sandbox_refresh_token t ON t.hash = $3
                        """)
                .execute(values)
                .replaceWithVoid();
    }

    /** Counts by kind, and the newest 1000, the oldest of them first. */
    Uni<JsonObject> of(String clientId) {
        return Uni.combine()
                .all()
                .unis(counts(clientId), items(clientId))
                .with((counts, items) -> counts.put("items", new JsonArray(items)));
    }

    private Uni<JsonObject> counts(String clientId) {
        return pool.preparedQuery(
                        """
                        WITH p AS (SELECT *, count(*) OVER (PARTITION BY kind, token_hash) AS times
                                   FROM sandbox_presentation WHERE client_id = $1)
                        SELECT k AS kind, count(p.id) AS presented, count(DISTINCT token_hash) AS distinct_tokens,
                               count(p.id) - count(DISTINCT token_hash) AS replays,
                               coalesce(max(times), 0) AS most_per_token,
                               count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
                               count(*) FILTER (WHERE outcome = 'accepted_again') AS accepted_again,
                               count(*) FILTER (WHERE outcome = 'refused') AS refused,
                               count(*) FILTER (WHERE outcome = 'not_consumed') AS not_consumed
                        FROM unnest(ARRAY ['code', 'refresh_token']) AS k LEFT JOIN p ON p.kind = k
                        GROUP BY k
                        """)
                .execute(Tuple.of(clientId))
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                JsonObject::new,
                                                SeenTokens::put,
                                                JsonObject::mergeIn));
    }

    private static void put(JsonObject counts, Row row) {
        JsonObject ofKind = row.toJson();
        counts.put((String) ofKind.remove("kind"), ofKind);
    }

    private Uni<List<JsonObject>> items(String clientId) {
        return pool.preparedQuery(
                        """
                        SELECT * FROM (
                            SELECT id, at, kind, grant_id, ordinal, left(encode(token_hash, 'hex'), 16) AS token, outcome, answer
                            FROM sandbox_presentation WHERE client_id = $1 ORDER BY id DESC LIMIT 1000) AS newest
                        ORDER BY id
                        """)
                .execute(Tuple.of(clientId))
                .map(rows -> rows.stream().map(Row::toJson).toList());
    }
}
