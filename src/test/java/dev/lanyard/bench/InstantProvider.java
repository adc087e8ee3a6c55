package dev.lanyard.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that responds at once and keeps nothing: any refresh token brings tokens, any code
 * that begins with {@value #CODE} does, and each access token is another account's. Webhooks come
 * here, too.
 */
final class InstantProvider implements AutoCloseable {
    static final String CODE = "bench-";
    private static final String HOOK = "/hook";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong hooks = new AtomicLong();
    private final String filling;
    private final HttpServer server;

    InstantProvider(int tokenBytes) {
        filling = "t".repeat(tokenBytes - 12);
        server =
                vertx.createHttpServer()
                        .requestHandler(this::respond)
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    String hookUrl() {
        return url() + HOOK;
    }

    /** Deliveries that came. */
    long hooks() {
        return hooks.get();
    }

    private void respond(HttpServerRequest request) {
        String path = request.path();
        if (path.equals(HOOK)) {
            hooks.incrementAndGet();
            request.endHandler(end -> request.response().setStatusCode(204).end());
        } else if (path.endsWith("/access_token")) {
            request.bodyHandler(form -> token(request, form));
        } else if (path.endsWith("/user")) {
            json(request, 200, account());
        } else {
            json(request, 200, JsonObject.of("values", new JsonArray()));
        }
    }

    private void token(HttpServerRequest request, Buffer form) {
        String text = form.toString();
        boolean known = text.contains("grant_type=refresh_token") || text.contains("code=" + CODE);
        json(
                request,
                known ? 200 : 400,
                known ? tokens() : JsonObject.of("error", "invalid_grant"));
    }

    private JsonObject tokens() {
        String number = "%012d".formatted(issued.incrementAndGet());
        return JsonObject.of(
                "access_token",
                number + filling,
                "refresh_token",
                "r-" + number,
                "token_type",
                "bearer",
                "expires_in",
                7_200,
                "scopes",
                "account repository:write");
    }

    private JsonObject account() {
        long number = issued.incrementAndGet();
        return JsonObject.of(
                "uuid", "{" + number + "}",
                "display_name", "Account " + number,
                "nickname", "account-" + number);
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
