package dev.lanyard.notify;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/** A tenant's server that takes webhooks, and answers as it is told. */
public final class HookStandIn {
    /** Never answers. */
    public static final int SILENCE = 0;

    private final List<Hit> hits = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final HttpServer server;
    private volatile ToIntFunction<Hit> answer = hit -> 204;
    private volatile Duration delay = Duration.ZERO;

    /** Listens on a port of its own. */
    public HookStandIn(Vertx vertx) {
        this.vertx = vertx;
        server =
                vertx.createHttpServer()
                        .requestHandler(request -> request.bodyHandler(body -> take(request, body)))
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    /** One request. */
    public record Hit(String id, String timestamp, String signature, String body) {
        /** {@code connection_id/n}: whose it is, and which. */
        public String name() {
            JsonObject data = new JsonObject(body).getJsonObject("data");
            return data.getString("connection_id") + "/" + data.getInteger("n");
        }
    }

    private void take(HttpServerRequest request, Buffer body) {
        Hit hit =
                new Hit(
                        request.getHeader("webhook-id"),
                        request.getHeader("webhook-timestamp"),
                        request.getHeader("webhook-signature"),
                        body.toString());
        int status = answer.applyAsInt(hit);
        hits.add(hit);
        if (status != SILENCE) {
            respond(() -> request.response().setStatusCode(status).end());
        }
    }

    private void respond(Runnable response) {
        if (delay.isZero()) {
            response.run();
        } else {
            vertx.setTimer(delay.toMillis(), late -> response.run());
        }
    }

    /** From now on it takes that long to answer. */
    public void takes(Duration time) {
        delay = time;
    }

    public void answers(ToIntFunction<Hit> how) {
        answer = how;
    }

    public String url() {
        return "http://localhost:" + server.actualPort() + "/hook";
    }

    public List<Hit> hits() {
        return hits;
    }

    /** What came, in order. */
    public List<String> names() {
        return hits.stream().map(Hit::name).toList();
    }

    /** The same, of one connection. */
    public List<String> names(String connectionId) {
        return names().stream().filter(name -> name.startsWith(connectionId + "/")).toList();
    }

    public void close() {
        server.close();
    }
}
