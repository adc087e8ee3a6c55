package dev.lanyard.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.outbound.ProviderHttp;
import dev.lanyard.support.TlsStandIn;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an exchange through quarkus-oidc-client trusts: the same as {@link ProviderHttp}. */
@QuarkusTest
class ExchangeTrustTest {
    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn provider = new TlsStandIn(vertx);

    @Inject OidcClients library;
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

    private void assertRefused(Optional<Path> authority, int port) {
        assertThat(exchange(authority, port)).isInstanceOf(TokenResponse.Ambiguous.class);
        assertThat(provider.requests()).isEmpty();
    }

    private TokenResponse exchange(Optional<Path> authority, int port) {
        GrantClients clients = new GrantClients(library, new ProviderTls(registry, authority));
        ClientCredentials client =
                new ClientCredentials(
                        URI.create("https://localhost:" + port + "/token"),
                        ClientCredentials.Method.CLIENT_SECRET_BASIC,
                        "id",
                        "secret");
        return new TokenEndpoint(http, new GrantRequests(clients, address -> true, http))
                .exchange(client, "code", Optional.empty(), Optional.empty())
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}
