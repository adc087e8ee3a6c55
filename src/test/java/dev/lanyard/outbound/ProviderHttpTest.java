package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.support.TlsStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a call to a provider trusts, and where it goes. */
class ProviderHttpTest {
    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn provider = new TlsStandIn(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void refusesACertificateThatNobodyKnownVouchesFor() {
        int port = provider.start("localhost");

        assertNotSent(Optional.empty(), port);
    }

    @Test
    void acceptsACertificateOfAnAuthorityThatTheOperatorAdds() {
        int port = provider.start("localhost");

        assertThat(call(Optional.of(TlsStandIn.authority()), port).status()).isEqualTo(200);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void refusesACertificateForAnotherHost() {
        int port = provider.start("other.example");

        assertNotSent(Optional.of(TlsStandIn.authority()), port);
    }

    @Test
    void refusesACertificateThatHasExpired() {
        int port = provider.startExpired("localhost");

        assertNotSent(Optional.of(TlsStandIn.authority()), port);
    }

    @Test
    void keepsTheAuthoritiesOfTheJdkBesideTheOperators() throws Exception {
        var managers =
                TrustedAuthorities.with(Optional.of(TlsStandIn.authority()))
                        .orElseThrow()
                        .getTrustManagerFactory(vertx)
                        .getTrustManagers();

        assertThat(((javax.net.ssl.X509TrustManager) managers[0]).getAcceptedIssuers())
                .hasSizeGreaterThan(10);
    }

    @Test
    void doesNotCallWhatIsNotInTheCatalogue() {
        int port = provider.start("localhost");
        ProviderHttp call =
                new ProviderHttp(
                        outbound(Optional.of(TlsStandIn.authority())),
                        address -> address.getHost().equals("provider.example"));

        assertThatThrownBy(() -> get(call, port))
                .hasCauseInstanceOf(NotSentException.class)
                .hasMessageContaining("not in the catalogue");
        assertThat(provider.requests()).isEmpty();
    }

    /** A server that accepts and says nothing: the deadline bounds TLS too. */
    @Test
    void givesUpAHandshakeThatDoesNotEndAtTheDeadline() {
        NetServer silent = vertx.createNetServer().connectHandler(socket -> {});
        int port =
                silent.listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        ProviderHttp call = new ProviderHttp(outbound(Optional.empty()), address -> true);
        long start = System.nanoTime();

        assertThatThrownBy(
                        () ->
                                call.get(uri(port), "t", Duration.ofMillis(300))
                                        .await()
                                        .indefinitely())
                .hasCauseInstanceOf(NotSentException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    private void assertNotSent(Optional<Path> authority, int port) {
        assertThatThrownBy(() -> call(authority, port))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotSentException.class);
        assertThat(provider.requests()).isEmpty();
    }

    private Reply call(Optional<Path> authority, int port) {
        return get(new ProviderHttp(outbound(authority), address -> true), port);
    }

    private OutboundClient outbound(Optional<Path> authority) {
        return new OutboundClient(vertx, TrustedAuthorities.with(authority), 1 << 18);
    }

    private static Reply get(ProviderHttp call, int port) {
        return call.get(uri(port), "token", Duration.ofSeconds(10)).await().indefinitely();
    }

    private static URI uri(int port) {
        return URI.create("https://localhost:" + port + "/user");
    }
}
