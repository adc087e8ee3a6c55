package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ProviderHttp;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and how often, with a server that does as it likes. */
class TokenEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private ProviderHttp http;
    private TokenEndpoint endpoint;

    @BeforeEach
    void open() {
        http =
                new ProviderHttp(
                        new OutboundClient(vertx, Optional.empty(), 1 << 18), address -> true);
        endpoint = new TokenEndpoint(http, new GrantRequests(noClients(), address -> false, http));
    }

    private static GrantClients noClients() {
        return new GrantClients(config -> Uni.createFrom().failure(new AssertionError(config)));
    }

    @AfterEach
    void close() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void rule08_aRefusedConnectionWasNotSent() {
        TokenResponse response =
                refresh(dev.lanyard.support.TestDatabase.freePort(), within(PATIENCE));

        assertThat(response).isInstanceOf(TokenResponse.NotSent.class);
    }

    @Test
    void rule05_aConnectionThatBreaksAfterTheRequestIsNotTriedAgain() {
        int port = server(socket -> socket.close());

        assertThat(refresh(port, within(PATIENCE))).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void rule08_anAnswerThatBreaksOffIsAmbiguousAndTheRequestWentOutOnce() {
        int port =
                server(
                        socket ->
                                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
                                        .onComplete(written -> socket.close()));

        assertThat(refresh(port, within(PATIENCE))).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void rule06_tokensThatCameBeforeACutAreKept() {
        String issued = "{\"access_token\":\"at\",\"refresh_token\":\"rt\"}";
        for (String head :
                List.of(
                        "Content-Length: 500\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(issued.length())
                                + "\r\n")) {
            int port =
                    server(
                            socket ->
                                    socket.write("HTTP/1.1 200 OK\r\n" + head + issued)
                                            .onComplete(written -> socket.close()));

            TokenResponse response = refresh(port, within(PATIENCE));

            assertThat(response).as(head).isInstanceOf(TokenResponse.Issued.class);
            assertThat(((TokenResponse.Issued) response).tokens().refreshToken()).contains("rt");
        }
    }

    @Test
    void rule08_whatMayBeAPieceOfATokenIsNone() {
        for (String piece :
                List.of(
                        "{\"access_token\":\"at\",\"refresh_token\":\"r",
                        "access_token=at&refresh_token=r",
                        "{\"error\":\"invalid_grant\"}")) {
            int port =
                    server(
                            socket ->
                                    socket.write(
                                                    "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
                                                            + piece)
                                            .onComplete(written -> socket.close()));

            assertThat(refresh(port, within(PATIENCE)))
                    .as(piece)
                    .isInstanceOf(TokenResponse.Ambiguous.class);
        }
    }

    @Test
    void rule04_aDribbledAnswerEndsAtTheDeadline() {
        int port =
                server(
                        socket -> {
                            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
                            vertx.setPeriodic(20, tick -> socket.write(" "));
                        });
        long start = System.nanoTime();

        TokenResponse response = refresh(port, within(Duration.ofMillis(400)));

        assertThat(response).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void rule04_aCallThatMayNotStartAnyMoreIsNeverSent() {
        int port = server(NetSocket::close);

        TokenResponse response =
                refresh(port, Deadline.startingWithin(Duration.ofMillis(-1), System.nanoTime()));

        assertThat(response).isInstanceOf(TokenResponse.NotSent.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void rule04_aCallToAProviderThatDoesNotAcceptEndsAtTheDeadlineAndWasNotSent()
            throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = deaf.getLocalPort();
            for (int backlog = 0; backlog < 4; backlog++) {
                vertx.createNetClient().connect(port, "localhost");
            }
            long start = System.nanoTime();

            TokenResponse response = refresh(port, within(Duration.ofMillis(500)));

            assertThat(response).isInstanceOf(TokenResponse.NotSent.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void rule04_aCallEndsTenSecondsAfterItsBeginningAndStartsWithinFiveOfItsLease() {
        Deadline deadline = Deadline.startingWithin(Duration.ofSeconds(5), System.nanoTime());

        assertThat(deadline.millisLeft()).isBetween(9_000L, 10_000L);
        assertThat(deadline.startBy() - System.nanoTime())
                .isBetween(4_000_000_000L, 5_000_000_000L);
    }

    @Test
    void rule05_aRedirectIsNotFollowed() {
        int other = server(socket -> socket.close());
        int port =
                server(
                        socket ->
                                answer(
                                        socket,
                                        "303 See Other",
                                        "Location: http://localhost:" + other + "/\r\n",
                                        ""));

        assertThat(refresh(port, within(PATIENCE))).isInstanceOf(TokenResponse.Malformed.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void rule05_anEndlessAnswerIsCutAndNotAnAnswer() {
        int port =
                server(
                        socket -> {
                            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
                            socket.write("x".repeat(1 << 20));
                        });

        assertThat(refresh(port, within(PATIENCE))).isInstanceOf(TokenResponse.Malformed.class);
    }

    @Test
    void aWholeAnswerIsRead() {
        int port = server(socket -> answer(socket, "200 OK", "", "{\"access_token\":\"a\"}"));

        assertThat(refresh(port, within(PATIENCE))).isInstanceOf(TokenResponse.Issued.class);
    }

    @Test
    void aRevocationWaitsAsLongAsItsLimitSaysAndAnHourAtMost() {
        assertThat(revoke("429 Too Many Requests", "Retry-After: 90\r\n", ""))
                .isEqualTo(postponed(Duration.ofSeconds(90)));
        assertThat(revoke("503 Service Unavailable", "Retry-After: 7200\r\n", ""))
                .isEqualTo(postponed(Duration.ofHours(1)));
        assertThat(revoke("429 Too Many Requests", "", ""))
                .isEqualTo(new RevocationResponse.Postponed(Optional.empty()));
    }

    @Test
    void aRevocationIsDoneWhereNoSuchTokenIsKnown() {
        assertThat(revoke("200 OK", "", "")).isEqualTo(new RevocationResponse.Revoked());
        assertThat(revoke("400 Bad Request", "", "{\"error\":\"invalid_token\"}"))
                .isEqualTo(new RevocationResponse.Revoked());
    }

    @Test
    void aRevocationIsDeclinedForGoodWhereItsTypeOfTokenIsNotRevoked() {
        assertThat(revoke("400 Bad Request", "", "{\"error\":\"unsupported_token_type\"}"))
                .isEqualTo(new RevocationResponse.Declined(true));
        assertThat(revoke("401 Unauthorized", "", "{\"error\":\"invalid_client\"}"))
                .isEqualTo(new RevocationResponse.Declined(false));
    }

    @Test
    void aRevocationWithoutAResponseIsPostponed() {
        assertThat(revoke(server(NetSocket::close)))
                .isEqualTo(new RevocationResponse.Postponed(Optional.empty()));
    }

    private static RevocationResponse postponed(Duration wait) {
        return new RevocationResponse.Postponed(Optional.of(wait));
    }

    private RevocationResponse revoke(String status, String headers, String body) {
        return revoke(server(socket -> answer(socket, status, headers, body)));
    }

    private RevocationResponse revoke(int port) {
        URI address = URI.create("http://localhost:" + port + "/revoke");
        return assertThat(
                        endpoint.revoke(address, client(port), "token")
                                .subscribeAsCompletionStage())
                .succeedsWithin(PATIENCE)
                .actual();
    }

    private static void answer(NetSocket socket, String status, String headers, String body) {
        socket.write(
                "HTTP/1.1 "
                        + status
                        + "\r\n"
                        + headers
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    private int server(Consumer<NetSocket> behaviour) {
        NetServer server =
                vertx.createNetServer()
                        .connectHandler(
                                socket ->
                                        socket.handler(
                                                request -> {
                                                    requests.incrementAndGet();
                                                    behaviour.accept(socket);
                                                }));
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static Deadline within(Duration time) {
        return Deadline.within(time);
    }

    private TokenResponse refresh(int port, Deadline deadline) {
        return assertThat(
                        endpoint.refresh(client(port), "r", deadline).subscribeAsCompletionStage())
                .succeedsWithin(PATIENCE.multipliedBy(2))
                .actual();
    }

    private static ClientCredentials client(int port) {
        return new ClientCredentials(
                URI.create("http://localhost:" + port + "/token"),
                ClientCredentials.Method.CLIENT_SECRET_BASIC,
                "id",
                "secret");
    }
}
