package dev.lanyard.wild;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** Token endpoints on a port of the loopback interface, one of each client. */
public final class WildServer implements AutoCloseable {
    /** Where they all are. */
    public static final String PATH = "/site/oauth2/access_token";

    /** Lock-outs and limits are over that much faster than they say. */
    private static final double HASTE = 15;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, WildAuthorizationServer> clients = new ConcurrentHashMap<>();
    private final long begun = System.nanoTime();
    private final int port;

    public WildServer() {
        port =
                vertx.createHttpServer()
                        .requestHandler(this::receive)
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
    }

    public int port() {
        return port;
    }

    /** Plays that one for this client. */
    public void add(String clientId, WildAuthorizationServer server) {
        clients.put(clientId, server);
    }

    private void receive(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(end -> respond(request, answer(request)));
    }

    private WildAnswer answer(HttpServerRequest request) {
        String[] pair = credentials(request);
        WildAuthorizationServer server = clients.get(pair[0]);
        MultiMap form = request.formAttributes();
        if (server == null) {
            return WildAnswer.of(404, "{}");
        }
        return "refresh_token".equals(form.get("grant_type"))
                ? server.refresh(form.get("refresh_token"), pair[1], now())
                : server.code(form.get("code"), pair[1], now());
    }

    private double now() {
        return (System.nanoTime() - begun) / 1e9 * HASTE;
    }

    /** RFC 6749 §2.3.1. */
    private static String[] credentials(HttpServerRequest request) {
        String header = String.valueOf(request.getHeader("Authorization"));
        String pair =
                new String(
                        Base64.getDecoder().decode(header.replace("Basic ", "")),
                        StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return new String[] {decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1))};
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void respond(HttpServerRequest request, WildAnswer answer) {
        if (!answer.arrives()) {
            request.connection().close();
            return;
        }
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        Buffer body = Buffer.buffer(answer.body());
        if (answer.fate() == WildAnswer.WildFate.GZIPPED) {
            response.putHeader("Content-Encoding", "gzip").end(gzip(body));
        } else {
            response.end(body);
        }
    }

    private static Buffer gzip(Buffer body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
