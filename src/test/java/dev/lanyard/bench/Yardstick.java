package dev.lanyard.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Field;

/**
 * The least that a token read can cost: bare Vert.x, one SELECT by primary key, the same as
 * Lanyard's, and a JSON answer of the same size. It checks no key and opens no seal. At {@code
 * /pipelined/<connection id>} the SELECT goes by one pipelined connection of each event loop, as
 * Lanyard's does; at {@code /memory} there is none.
 *
 * <p>Arguments: the port to listen on, the database's port, tenant id, connection id, and how many
 * characters the token has. The database is the embedded one, Lanyard's schema in it.
 */
public final class Yardstick extends AbstractVerticle {
    /** What is answered there is the same, without a look at the database. */
    private static final String MEMORY = "/memory";

    private static final String PIPELINED = "/pipelined/";
    private static final int PIPELINING_LIMIT = 256; // QueryPipeline

    private static final String EXPIRES_AT = "2026-11-27T12:00:00.000000Z";
    private static final int POOL_SIZE = 10; // LANYARD_DB_POOL_SIZE

    private final Scene scene;
    private Pool pool;
    private PreparedQuery<RowSet<Row>> pipelined;

    private record Scene(int port, int databasePort, Tuple key, String token, String select) {}

    private Yardstick(Scene scene) {
        this.scene = scene;
    }

    /** Serves until the process is stopped. */
    public static void main(String... args) throws ReflectiveOperationException {
        Scene scene =
                new Scene(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Tuple.of(args[2], args[3]),
                        "t".repeat(Integer.parseInt(args[4])),
                        select());
        int loops =
                Runtime.getRuntime().availableProcessors(); // as many as Quarkus was seen to use
        Vertx.vertx()
                .deployVerticle(
                        () -> new Yardstick(scene), new DeploymentOptions().setInstances(loops));
    }

    /** Lanyard's own statement, so that the two cannot drift apart. */
    static String select() throws ReflectiveOperationException {
        Field select =
                Class.forName("dev.lanyard.connection.accesstoken.TokenRow")
                        .getDeclaredField("SELECT");
        select.setAccessible(true);
        return (String) select.get(null);
    }

    @Override
    public void start() {
        PgConnectOptions database =
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(scene.databasePort())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres")
                        .setCachePreparedStatements(true);
        pool =
                PgBuilder.pool()
                        .with(new PoolOptions().setMaxSize(POOL_SIZE).setShared(true))
                        .connectingTo(database)
                        .using(vertx)
                        .build();
        PgConnection.connect(
                        vertx, new PgConnectOptions(database).setPipeliningLimit(PIPELINING_LIMIT))
                .compose(connection -> connection.prepare(scene.select()))
                .onSuccess(statement -> pipelined = statement.query())
                .compose(
                        ready ->
                                vertx.createHttpServer()
                                        .requestHandler(this::read)
                                        .listen(scene.port()))
                .onFailure(Throwable::printStackTrace);
    }

    private void read(HttpServerRequest request) {
        if (request.path().equals(MEMORY)) {
            answer(request, scene.token(), "bearer", EXPIRES_AT, JsonArray.of("account"));
            return;
        }
        rows(request.path())
                .onSuccess(rows -> answer(request, rows.iterator().next()))
                .onFailure(failure -> request.response().setStatusCode(500).end());
    }

    private Future<RowSet<Row>> rows(String path) {
        return path.startsWith(PIPELINED)
                ? pipelined.execute(
                        Tuple.of(scene.key().getString(0), path.substring(PIPELINED.length())))
                : pool.preparedQuery(scene.select()).execute(scene.key());
    }

    private void answer(HttpServerRequest request, Row row) {
        answer(
                request,
                scene.token(),
                row.getString("token_type"),
                row.getOffsetDateTime("expires_at").toString(),
                JsonArray.of((Object[]) row.getArrayOfStrings("scopes")));
    }

    private static void answer(
            HttpServerRequest request,
            String accessToken,
            String type,
            String expiresAt,
            JsonArray scopes) {
        JsonObject token =
                new JsonObject()
                        .put("access_token", accessToken)
                        .put("token_type", type)
                        .put("expires_at", expiresAt)
                        .put("scopes", scopes);
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(token.toBuffer());
    }
}
