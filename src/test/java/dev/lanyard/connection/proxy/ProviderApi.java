package dev.lanyard.connection.proxy;

import dev.lanyard.support.TestProviders;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The API of the provider {@link TestProviders#PROXIED}, which does what a test tells it to. */
final class ProviderApi implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Handler<HttpServerRequest> behaviour =
            request -> request.response().end("hello");

    /** A request as it came. */
    record Seen(String method, String uri, MultiMap headers) {
        String token() {
            return headers.get("Authorization").replaceFirst("^Bearer ", "");
        }
    }

    ProviderApi() {
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(32 * 1024))
                        .connectionHandler(opened -> connections.incrementAndGet())
                        .requestHandler(this::handle);
        server.listen(TestProviders.apiPort(), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void handle(HttpServerRequest request) {
        seen.add(
                new Seen(
                        request.method().name(),
                        request.uri(),
                        MultiMap.caseInsensitiveMultiMap().addAll(request.headers())));
        behaviour.handle(request);
    }

    /** What it does from now on. */
    void does(Handler<HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
    }

    /** It takes no other token than this one's successors. */
    void refuses(String token, Handler<HttpServerRequest> otherwise) {
        does(
                request -> {
                    if (("Bearer " + token).equals(request.getHeader("Authorization"))) {
                        request.response().setStatusCode(401).end("expired");
                    } else {
                        otherwise.handle(request);
                    }
                });
    }

    List<Seen> seen() {
        return seen;
    }

    /** How many connections were opened. */
    int connections() {
        return connections.get();
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
