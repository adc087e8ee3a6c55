package dev.lanyard.authorize;

import dev.lanyard.support.TestProviders;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** The provider {@code wild} of the test catalogue, which answers what a test tells it to. */
final class WildProvider implements AutoCloseable {
    static final String NAME = "wild";
    private static final String TOKENS = "/site/oauth2/access_token";
    private static final String USER = "/2.0/user";
    private static final String ISSUED =
            "{\"access_token\":\"at\",\"refresh_token\":\"rt\",\"expires_in\":7200,"
                    + "\"scopes\":\"account email repository:write\"}";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile Consumer<HttpServerResponse> tokens =
            answer(400, "{\"error\":\"invalid_grant\"}");
    private volatile Consumer<HttpServerResponse> user = answer(200, "{\"uuid\":\"{1}\"}");

    /** Accepts every client, and refuses every code. */
    WildProvider() {
        vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(TestProviders.wildPort(), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static Consumer<HttpServerResponse> answer(int status, String body) {
        return response -> response.setStatusCode(status).end(body);
    }

    /** What its token endpoint does from now on. */
    void tokens(Consumer<HttpServerResponse> behaviour) {
        this.tokens = behaviour;
    }

    /** Issues tokens, and says this about the account. */
    void account(String body) {
        tokens = answer(200, ISSUED);
        user = answer(200, body);
    }

    /** What it does when asked who connected. */
    void user(Consumer<HttpServerResponse> behaviour) {
        this.user = behaviour;
    }

    /** An answer that is gzipped, though nobody offered to take it. */
    static Consumer<HttpServerResponse> gzipped(int status, String body) {
        return response ->
                response.setStatusCode(status)
                        .putHeader("Content-Encoding", "gzip")
                        .end(Buffer.buffer(gzip(body)));
    }

    private static byte[] gzip(String body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The headers of every request that came, oldest first. */
    List<MultiMap> headers() {
        return headers;
    }

    /** Issues tokens with that lifetime. */
    void lifetime(String json) {
        tokens = answer(200, ISSUED.replace("7200", json));
    }

    /** An answer without end; {@link #sent()} tells how much of it went out. */
    void endless(HttpServerResponse response) {
        response.putHeader("Content-Length", "9999999999");
        pour(response);
        response.drainHandler(drained -> pour(response));
    }

    private void pour(HttpServerResponse response) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write("x".repeat(8192));
            sent.addAndGet(8192);
        }
    }

    /** An answer that comes a byte at a time. */
    void dribble(HttpServerResponse response) {
        response.setChunked(true).write("{");
        long timer = vertx.setPeriodic(50, tick -> response.write(" "));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    long sent() {
        return sent.get();
    }

    /** How many requests came for that path. */
    long requests(String path) {
        return requests.stream().filter(path::equals).count();
    }

    /** How many token requests came. */
    long presented() {
        return requests(TOKENS);
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.path());
        headers.add(request.headers());
        request.body()
                .onSuccess(
                        whole ->
                                (request.path().equals(TOKENS)
                                                ? tokens
                                                : request.path().equals(USER)
                                                        ? user
                                                        : answer(404, "{}"))
                                        .accept(request.response()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
