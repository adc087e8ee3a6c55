package dev.lanyard.sandbox;

import dev.lanyard.id.Ids;
import dev.lanyard.problem.ProblemCode;
import dev.lanyard.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The sandbox's OAuth consumers. */
@Singleton
public class Consumers {
    private static final String COLUMNS =
            """
            client_id, secret_hash, name, callback_url, permissions, habits,
            coalesce(locked_until > now(), false) AS locked_out
            """;

    private final Pool pool;

    Consumers(Pool pool) {
        this.pool = pool;
    }

    /**
     * Creates this consumer, or makes an existing one of that client id so.
     *
     * @param permissions OAuth scopes; completed by what Bitbucket's form ticks with them
     */
    public Uni<Void> ensureConsumer(
            String clientId,
            String secret,
            String name,
            String callbackUrl,
            List<String> permissions) {
        return pool.preparedQuery(
                        """
                        INSERT INTO sandbox_consumer (client_id, secret_hash, name, callback_url, permissions)
                        VALUES (
                            $1, $2, -- $1 client_id, $2 secret, hashed
                            $3, $4, -- $3 name, $4 callback_url
                            $5) -- $5 permissions
                        ON CONFLICT (client_id) DO UPDATE SET secret_hash = excluded.secret_hash, name = excluded.name,
                            callback_url = excluded.callback_url, permissions = excluded.permissions
                        """)
                .execute(
                        Tuple.from(
                                List.of(
                                        clientId,
                                        TokenHash.of(secret),
                                        name,
                                        callbackUrl,
                                        array(SandboxPermission.closure(permissions)))))
                .replaceWithVoid();
    }

    /** Creates a consumer; key and secret are made up where none is given. */
    Uni<Created> create(ConsumerForm wanted) {
        String id = wanted.clientId().orElseGet(() -> random(32));
        String secret = wanted.clientSecret().orElseGet(() -> random(76));
        Tuple values =
                Tuple.tuple()
                        .addString(id)
                        .addValue(TokenHash.of(secret))
                        .addString(wanted.name().orElse("Sandbox consumer"))
                        .addString(wanted.callbackUrl().orElse(null))
                        .addArrayOfString(
                                array(
                                        wanted.permissions()
                                                .orElse(
                                                        SandboxPermission.closure(
                                                                List.of("account")))))
                        .addValue(wanted.habits());
        return pool.preparedQuery(
                        """
                        INSERT INTO sandbox_consumer (client_id, secret_hash, name, callback_url, permissions, habits)
                        VALUES (
                            $1, $2, -- $1 client_id, $2 secret, hashed
                            $3, $4, -- $3 name, $4 callback_url
                            $5, $6) -- $5 permissions, $6 habits
                        ON CONFLICT DO NOTHING RETURNING
                        """
                                + COLUMNS)
                .execute(values)
                .map(rows -> first(rows).orElseThrow(() -> taken(id)))
                .map(consumer -> new Created(consumer, secret));
    }

    /** A new consumer and its secret, which is told this once. */
    record Created(Consumer consumer, String secret) {
        JsonObject json() {
            return consumer.json().put("client_secret", secret);
        }

        @Override
        public String toString() {
            return "Created[" + consumer + "]";
        }
    }

    Uni<Optional<Consumer>> find(String clientId) {
        return pool.preparedQuery(
                        "SELECT " + COLUMNS + " FROM sandbox_consumer WHERE client_id = $1")
                .execute(Tuple.of(clientId))
                .map(Consumers::first);
    }

    /** Fails with {@code not_found}. */
    Uni<Consumer> get(String clientId) {
        return find(clientId).map(found -> found.orElseThrow(ProblemException::notFound));
    }

    /** The newest 200. */
    Uni<List<Consumer>> list() {
        return pool.query(
                        "SELECT "
                                + COLUMNS
                                + " FROM sandbox_consumer ORDER BY created_at DESC, client_id LIMIT"
                                + " 200")
                .execute()
                .map(rows -> rows.stream().map(Consumer::of).toList());
    }

    /** Changes what is given; the client id stays. */
    Uni<Consumer> change(String clientId, ConsumerForm wanted) {
        Tuple values =
                Tuple.tuple()
                        .addString(clientId)
                        .addValue(wanted.clientSecret().map(TokenHash::of).orElse(null))
                        .addString(wanted.name().orElse(null))
                        .addBoolean(wanted.callbackGiven())
                        .addString(wanted.callbackUrl().orElse(null))
                        .addArrayOfString(wanted.permissions().map(Consumers::array).orElse(null))
                        .addValue(wanted.habits());
        return pool.preparedQuery(
                        """
                        UPDATE sandbox_consumer
                        SET secret_hash = coalesce($2, secret_hash), -- $2 secret, hashed
                            name = coalesce($3, name), -- $3 name
                            callback_url = CASE WHEN $4 THEN $5 ELSE callback_url END, -- $4 is given, $5 callback_url
                            permissions = coalesce($6, permissions), -- $6 permissions
                            habits = habits || $7 -- $7 habits
                        WHERE client_id = $1 -- $1 client_id
                        RETURNING
                        """
                                + COLUMNS)
                .execute(values)
                .map(rows -> first(rows).orElseThrow(ProblemException::notFound));
    }

    /** Deletes it with its grants and all else. */
    Uni<Void> delete(String clientId) {
        return pool.preparedQuery("DELETE FROM sandbox_consumer WHERE client_id = $1")
                .execute(Tuple.of(clientId))
                .replaceWithVoid();
    }

    /** From now, every refresh token of the consumer is refused for so long; 0 ends it. */
    Uni<Void> lockOut(String clientId, int seconds) {
        return lockOut(pool, clientId, seconds);
    }

    /** The same within a transaction. */
    Uni<Void> lockOut(SqlClient sql, String clientId, int seconds) {
        return sql.preparedQuery(
                        "UPDATE sandbox_consumer SET locked_until = now() + make_interval(secs =>"
                                + " $2) WHERE client_id = $1")
                .execute(Tuple.of(clientId, (double) seconds))
                .replaceWithVoid();
    }

    /** Whether this call is one too many in the current second. */
    Uni<Boolean> overRate(Consumer consumer) {
        int most = consumer.habits().requestsPerSecond();
        return most == 0
                ? Uni.createFrom().item(false)
                : countCall(consumer.clientId()).map(calls -> calls > most);
    }

    private Uni<Integer> countCall(String clientId) {
        return pool.preparedQuery(
                        """
                        INSERT INTO sandbox_rate AS r (client_id, second, calls)
                        VALUES ($1, floor(extract(epoch FROM clock_timestamp())), 1)
                        ON CONFLICT (client_id) DO UPDATE SET second = excluded.second,
                            calls = CASE WHEN r.second = excluded.second THEN r.calls + 1 ELSE 1 END
                        RETURNING calls
                        """)
                .execute(Tuple.of(clientId))
                .map(rows -> rows.iterator().next().getInteger("calls"));
    }

    static String[] array(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static Optional<Consumer> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Consumer::of);
    }

    private static ProblemException taken(String clientId) {
        return ProblemException.of(
                ProblemCode.CONFLICT, "There is a consumer of the key " + clientId + ".");
    }

    private static String random(int length) {
        return (Ids.random() + Ids.random() + Ids.random()).substring(0, length);
    }
}
