package dev.lanyard.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lanyard.authorize.Clicks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A developer at a shell, who pastes commands one block after the other and opens each connect URL
 * in a browser as soon as it is there. Commands that fail, and responses of 400 and more, end it.
 */
final class Terminal implements AutoCloseable {
    private static final String PRELUDE =
            """
            set -eu -o pipefail
            curl() { command curl --fail-with-body --max-time 60 "$@"; }
            browse() {
              if [ -n "${CONNECT_URL:-}" ] && [ "$CONNECT_URL" != "${OPENED:-}" ]; then
                command curl -sS --fail-with-body -G --data-urlencode "url=$CONNECT_URL" "$BROWSER"
                OPENED=$CONNECT_URL
              fi
            }
            """;

    private final ClassLoader application = Thread.currentThread().getContextClassLoader();
    private final HttpServer desk;
    private final String address;

    /** What it printed, and how it ended. */
    record Output(int exitCode, String text) {}

    Terminal() throws IOException {
        desk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address = "http://localhost:" + desk.getAddress().getPort();
        desk.createContext("/browser", this::browse);
        desk.createContext("/", exchange -> answer(exchange, 200, ""));
        desk.start();
    }

    /** The developer's own app: takes webhooks, and anything else. */
    String app() {
        return address;
    }

    private void browse(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String url = URLDecoder.decode(query.substring("url=".length()), StandardCharsets.UTF_8);
        Thread.currentThread().setContextClassLoader(application);
        try {
            Clicks.connect(url, "Ada Lovelace");
            answer(exchange, 200, "");
        } catch (Throwable e) { // rest-assured throws checked exceptions that it does not declare
            answer(exchange, 500, String.valueOf(e));
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    Output paste(List<String> blocks) throws IOException, InterruptedException {
        Path script = Files.createTempFile("docs", ".sh");
        Files.writeString(
                script,
                "BROWSER="
                        + address
                        + "/browser\n"
                        + PRELUDE
                        + String.join("\nbrowse\n", blocks)
                        + "\nbrowse\n");
        Process bash =
                new ProcessBuilder("timeout", "120", "bash", script.toString())
                        .redirectErrorStream(true)
                        .start();
        // a pipe, as tee would cut a file
        String text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(bash.waitFor(), text);
    }

    @Override
    public void close() {
        desk.stop(0);
    }
}
