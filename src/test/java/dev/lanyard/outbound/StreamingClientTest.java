package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.support.TestDatabase;
import dev.lanyard.support.TlsStandIn;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where streamed requests go, and what is said of those that do not get there. */
class StreamingClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn provider = new TlsStandIn(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private StreamingClient client(Optional<Path> authority) {
        return new StreamingClient(
                vertx, TrustedAuthorities.with(authority), address -> true, EgressProxy.none());
    }

    private int status(Optional<Path> authority, String origin) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        vertx.runOnContext(
                ready ->
                        client(authority)
                                .open(HttpMethod.GET, URI.create(origin), "/a?b")
                                .compose(HttpClientRequest::send)
                                .map(HttpClientResponse::statusCode)
                                .onSuccess(status::complete)
                                .onFailure(status::completeExceptionally));
        return status.join();
    }

    @Test
    void reachesAServerThatProvesItsName() {
        int port = provider.start("localhost");

        assertThat(status(Optional.of(TlsStandIn.authority()), "https://localhost:" + port))
                .isEqualTo(200);
        assertThat(provider.requests()).containsExactly("GET localhost:" + port + "/a?b");
    }

    @Test
    void tellsWhyTlsFailed() {
        int port = provider.start("localhost");

        assertThatThrownBy(() -> status(Optional.empty(), "https://localhost:" + port))
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("TLS failed, nobody known vouches for the certificate");
    }

    @Test
    void tellsThatAConnectionWasRefused() {
        String nobody = "http://localhost:" + TestDatabase.freePort();

        assertThatThrownBy(() -> status(Optional.empty(), nobody))
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("no connection to localhost: it was refused");
    }

    @Test
    void tellsThatANameIsNotFound() {
        assertThatThrownBy(() -> status(Optional.empty(), "https://nowhere.invalid"))
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("nowhere.invalid: the name is not found");
    }

    @Test
    void aKeptConnectionIsUsedByRequestsOfItsOwnEventLoop() {
        URI origin = URI.create("http://localhost:" + listen());
        StreamingClient client = client(Optional.empty());
        for (int i = 0; i < 4; i++) {
            ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
            Channel first = use(client, loop, origin);

            assertThat(first.eventLoop()).isSameAs(loop.nettyEventLoop());
            assertThat(use(client, loop, origin)).isSameAs(first);
        }
    }

    private int listen() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** Sends a request on this event loop; its connection. */
    private static Channel use(StreamingClient client, ContextInternal loop, URI origin) {
        CompletableFuture<Channel> used = new CompletableFuture<>();
        loop.runOnContext(
                ready ->
                        client.open(HttpMethod.GET, origin, "/")
                                .compose(HttpClientRequest::send)
                                .compose(response -> response.body().map(response.request()))
                                .map(request -> ((ConnectionBase) request.connection()).channel())
                                .onSuccess(used::complete)
                                .onFailure(used::completeExceptionally));
        return used.join();
    }

    @Test
    void callsNobodyWhoIsNotInTheCatalogue() {
        int port = provider.start("localhost");
        StreamingClient client =
                new StreamingClient(
                        vertx,
                        TrustedAuthorities.with(Optional.of(TlsStandIn.authority())),
                        address -> address.getHost().equals("provider.example"),
                        EgressProxy.none());

        assertThat(
                        client.open(HttpMethod.GET, URI.create("https://localhost:" + port), "/")
                                .cause())
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("not in the catalogue");
    }
}
