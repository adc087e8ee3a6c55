package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.Deadline;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.outbound.TrustedAuthorities;
import dev.lanyard.support.TlsStandIn;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an exchange through quarkus-oidc-client trusts: the same as {@link ProviderHttp}. */
@QuarkusTest
class ExchangeTrustTest {
    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn provider = new TlsStandIn(vertx);

    @Inject GrantClientFactory library;
    @Inject TlsConfigurationRegistry registry;
    @Inject ProviderHttp http;
    @Inject ProviderTls configured;

    @AfterEach
    void close() {
        configured.register();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void acceptsACertificateOfAnAuthorityThatTheOperatorAdds() {
        exchange(Optional.of(TlsStandIn.authority()), provider.start("localhost"));

        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void refusesACertificateThatNobodyKnownVouchesFor() {
        assertRefused(Optional.empty(), provider.start("localhost"));
    }

    @Test
    void refusesACertificateForAnotherHost() {
        assertRefused(Optional.of(TlsStandIn.authority()), provider.start("other.example"));
    }

    @Test
    void refusesACertificateThatHasExpired() {
        assertRefused(Optional.of(TlsStandIn.authority()), provider.startExpired("localhost"));
    }

    /** An attacker may cut, but cannot put anything there: JSON says by itself that it is whole. */
    @Test
    void readsABodyWhoseConnectionIsClosedWithoutACloseNotify() {
        TlsStandIn cutting = new TlsStandIn(vertx, ExchangeTrustTest::cut);
        Optional<Path> authority = Optional.of(TlsStandIn.authority());
        int port = cutting.start("localhost");
        ProviderHttp trusting =
                new ProviderHttp(
                        new OutboundClient(vertx, TrustedAuthorities.with(authority), 1 << 18),
                        address -> true);

        TokenResponse exchanged = exchange(authority, port);
        TokenResponse refreshed =
                new TokenEndpoint(trusting, new GrantRequests(clients(authority), to -> true, http))
                        .refresh(client(port), "rt", Deadline.within(Duration.ofSeconds(10)))
                        .await()
                        .atMost(Duration.ofSeconds(20));

        trusting.close();
        assertThat(exchanged).isInstanceOf(TokenResponse.Issued.class);
        assertThat(refreshed).isInstanceOf(TokenResponse.Issued.class);
    }

    /** Below TLS, once all is written. */
    private static void cut(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        List<String> names = channel.pipeline().names();
        String tls = channel.pipeline().context(SslHandler.class).name();
        channel.pipeline()
                .context(names.get(names.indexOf(tls) + 1))
                .writeAndFlush(
                        Unpooled.copiedBuffer(
                                "HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"at\"}",
                                StandardCharsets.US_ASCII))
                .addListener(
                        written ->
                                channel.eventLoop()
                                        .execute(
                                                () ->
                                                        channel.unsafe()
                                                                .close(channel.voidPromise())));
    }

    private void assertRefused(Optional<Path> authority, int port) {
        assertThat(exchange(authority, port)).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(provider.requests()).isEmpty();
    }

    private TokenResponse exchange(Optional<Path> authority, int port) {
        return new TokenEndpoint(http, new GrantRequests(clients(authority), to -> true, http))
                .exchange(client(port), "code", Optional.empty(), Optional.empty())
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private GrantClients clients(Optional<Path> authority) {
        return new GrantClients(library, new ProviderTls(registry, authority));
    }

    private static ClientCredentials client(int port) {
        return new ClientCredentials(
                URI.create("https://localhost:" + port + "/token"),
                ClientCredentials.Method.CLIENT_SECRET_BASIC,
                "id",
                "secret");
    }
}
