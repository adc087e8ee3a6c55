package dev.lanyard.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A tenant's web app: a page with a button that uses lanyard.js, and the page to return to. */
public final class App implements AutoCloseable {
    private final HttpServer server;
    private final boolean isolated;
    private volatile String home = "";

    public App() {
        this(false);
    }

    /**
     * @param isolated its pages cut the tie to windows of other origins (COOP)
     */
    public App(boolean isolated) {
        this.isolated = isolated;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/return", exchange -> answer(exchange, "<h1>Back in the app</h1>"));
        server.createContext("/home", exchange -> answer(exchange, home));
        server.start();
    }

    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Makes {@code /home} a page whose button opens that session in a popup. */
    public void offer(String lanyard, String connectUrl) {
        home =
                """
                <script src="%s/connect/lanyard.js"></script>
                <button onclick="Lanyard.connect('%s').then(o => document.getElementById('o').textContent = JSON.stringify(o))">Connect</button>
                <p id="o"></p>
                """
                        .formatted(lanyard, connectUrl);
    }

    /** The same with the ES module, a backend that needs its time, and these options. */
    public void offerModule(String lanyard, String connectUrl, int millis, String options) {
        home =
                """
                <button id="b" disabled>Connect</button>
                <p id="o"></p>
                <script type="module">
                import { connect } from "%s/connect/lanyard.mjs";
                const show = (o) => { document.getElementById("o").textContent = JSON.stringify(o); };
                const url = () => new Promise((found) => setTimeout(() => found("%s"), %d));
                const b = document.getElementById("b");
                b.onclick = () => connect(url, %s).then(show, (e) => show({ rejected: e.code }));
                b.disabled = false;
                </script>
                """
                        .formatted(lanyard, connectUrl, millis, options);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] page =
                ("<!DOCTYPE html><meta charset=\"utf-8\"><title>Acme Notes</title>" + body)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        if (isolated) {
            exchange.getResponseHeaders().add("Cross-Origin-Opener-Policy", "same-origin");
        }
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
