package dev.lanyard.connection.accesstoken;

import dev.lanyard.support.TlsStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A git server over HTTPS: git's own {@code http-backend} behind a server that checks user name and
 * token.
 */
final class GitServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Path root;
    private final Predicate<String> isGood;
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private final int port;

    /**
     * Starts it.
     *
     * @param root the folder of bare repositories
     * @param isGood whether a token is good just now
     */
    GitServer(Path root, Predicate<String> isGood) {
        this.root = root;
        this.isGood = isGood;
        this.port = new TlsStandIn(vertx, this::handle).start("localhost");
    }

    String origin() {
        return "https://localhost:" + port;
    }

    /** The passwords that were let in, each once, oldest first. */
    List<String> passwords() {
        return passwords.stream().distinct().toList();
    }

    private void handle(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body ->
                                vertx.<Void>executeBlocking(
                                        () -> {
                                            respond(request, body);
                                            return null;
                                        },
                                        false));
    }

    private void respond(HttpServerRequest request, Buffer body) throws IOException {
        String password = password(request.getHeader("Authorization"));
        if (password == null || !isGood.test(password)) {
            request.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Basic realm=\"git\"")
                    .end();
            return;
        }
        passwords.add(password);
        byte[] output = backend(request, body);
        int end = new String(output, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        for (String field : new String(output, 0, end, StandardCharsets.ISO_8859_1).split("\r\n")) {
            String[] parts = field.split(": ", 2);
            if (parts[0].equals("Status")) {
                request.response().setStatusCode(Integer.parseInt(parts[1].substring(0, 3)));
            } else {
                request.response().putHeader(parts[0], parts[1]);
            }
        }
        request.response().end(Buffer.buffer(output).slice(end + 4, output.length));
    }

    private static String password(String authorization) {
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return null;
        }
        String pair =
                new String(
                        Base64.getDecoder().decode(authorization.substring(6)),
                        StandardCharsets.UTF_8);
        return pair.startsWith("x-token-auth:") ? pair.substring("x-token-auth:".length()) : null;
    }

    /** RFC 3875, as far as git needs it. */
    private byte[] backend(HttpServerRequest request, Buffer body) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REQUEST_METHOD", request.method().name());
        environment.put("PATH_INFO", request.path());
        environment.put("QUERY_STRING", request.query() == null ? "" : request.query());
        environment.put("REMOTE_USER", "x-token-auth");
        environment.put("CONTENT_LENGTH", String.valueOf(body.length()));
        put(environment, "CONTENT_TYPE", request.getHeader("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", request.getHeader("Content-Encoding"));
        put(environment, "HTTP_GIT_PROTOCOL", request.getHeader("Git-Protocol"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        vertx.executeBlocking(() -> feed(process, body), false);
        return process.getInputStream().readAllBytes();
    }

    private static Void feed(Process process, Buffer body) throws IOException {
        try (var in = process.getOutputStream()) {
            new ByteArrayInputStream(body.getBytes()).transferTo(in);
        }
        return null;
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** Makes a bare repository that takes pushes. */
    void init(String name) {
        try {
            run("git", "init", "--quiet", "--bare", "--initial-branch=main", name);
            run("git", "-C", name, "config", "http.receivepack", "true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
