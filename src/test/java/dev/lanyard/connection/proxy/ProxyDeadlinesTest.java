package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.connection.accesstoken.UsableToken;
import dev.lanyard.connection.grant.ConnectionRef;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever lets the other side wait too long is named; by shorter deadlines than the promised. */
class ProxyDeadlinesTest {
    private static final UsableToken TOKEN =
            new UsableToken(new ConnectionRef("tnt_1", "conn_1"), "p", 1, "at");
    private static final String PUT = "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** A connection to a proxy before this API; how its requests end is told in a response. */
    private Socket connect(Handler<HttpServerRequest> api, ProxyDeadlines deadlines)
            throws IOException {
        URI origin = URI.create("http://localhost:" + listen(api));
        ProxyUpstream upstream = new To(vertx.createHttpClient(), origin);
        ProxyTarget target = new ProxyTarget(origin, "/a");
        int port =
                listen(
                        request ->
                                new ProxyExchange(request, target, upstream, deadlines)
                                        .run(TOKEN)
                                        .onFailure(
                                                end -> request.response().end(end.getMessage())));
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void ordinaryOnesAreThePromised() {
        assertThat(ProxyDeadlines.PROMISED).isEqualTo(new ProxyDeadlines(30_000, 60_000));
    }

    @Test
    void aProviderThatSaysNothing() throws IOException {
        try (Socket socket = connect(request -> {}, new ProxyDeadlines(1_000, 60_000))) {
            ProxyFixture.write(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(ProxyFixture.readTo(socket, "carried out."))
                    .contains("time-out, localhost sent nothing for 1 seconds");
        }
    }

    @Test
    void aProviderThatTakesNothingOfTheBody() throws IOException {
        try (Socket socket = connect(HttpServerRequest::pause, new ProxyDeadlines(60_000, 1_000))) {
            ProxyFixture.write(socket, PUT + "\r\n");
            CompletableFuture.runAsync(() -> pour(socket));

            assertThat(ProxyFixture.readTo(socket, "seconds."))
                    .contains("localhost took nothing of the body for 1 seconds");
        }
    }

    private static void pour(Socket socket) {
        byte[] part = new byte[32_768];
        try {
            OutputStream out = socket.getOutputStream();
            while (true) {
                out.write(part);
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void aClientThatSendsNoMoreOfTheBody() throws IOException {
        try (Socket socket = connect(request -> {}, new ProxyDeadlines(60_000, 1_000))) {
            ProxyFixture.write(socket, PUT + "\r\nhalf");

            assertThat(ProxyFixture.readTo(socket, "seconds"))
                    .contains("nothing of its body came for 1 seconds");
        }
    }

    @Test
    void aResponseThatStandsStillIsCut() throws IOException {
        try (Socket socket =
                connect(
                        request -> request.response().setChunked(true).write("half"),
                        new ProxyDeadlines(60_000, 1_000))) {
            ProxyFixture.write(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(ProxyFixture.readTo(socket, "0\r\n\r\n")).endsWith("half\r\n");
        }
    }

    /** No more of it than is needed to send something. */
    private static final class To extends ProxyUpstream {
        private final HttpClient client;
        private final URI origin;

        To(HttpClient client, URI origin) {
            super(null, null, null, null);
            this.client = client;
            this.origin = origin;
        }

        @Override
        Future<HttpClientRequest> open(
                HttpServerRequest request, ProxyTarget target, UsableToken token) {
            return client.request(
                            request.method(),
                            origin.getPort(),
                            origin.getHost(),
                            target.requestTarget())
                    .map(to -> to.setChunked(true));
        }

        @Override
        boolean isStubborn(UsableToken token) {
            return false;
        }
    }
}
