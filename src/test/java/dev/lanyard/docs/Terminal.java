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
import java.util.concurrent.TimeUnit;

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
                command curl -fsS -G --data-urlencode "url=$CONNECT_URL" "$BROWSER"
                OPENED=$CONNECT_URL
              fi
            }
            """;

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
        try {
            Clicks.connect(url, "Ada Lovelace");
            answer(exchange, 200, "");
        } catch (RuntimeException | AssertionError e) {
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
        Path output = Files.createTempFile("docs", ".out");
        String commands =
                "BROWSER="
                        + address
                        + "/browser\n"
                        + PRELUDE
                        + String.join("\nbrowse\n", blocks)
                        + "\nbrowse\n";
        Files.writeString(script, commands);
        Process bash =
                new ProcessBuilder("bash", script.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = bash.waitFor(120, TimeUnit.SECONDS);
        bash.destroyForcibly();
        return new Output(ended ? bash.exitValue() : -1, Files.readString(output));
    }

    @Override
    public void close() {
        desk.stop(0);
    }
}
