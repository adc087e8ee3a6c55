package dev.lanyard.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lanyard.config.Config;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.ProviderHttp;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderDiscoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer issuer;
    private String origin;

    @BeforeEach
    void listen() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin = "http://localhost:" + issuer.getAddress().getPort();
        issuer.createContext(
                "/.well-known/openid-configuration",
                exchange -> {
                    byte[] metadata = metadata().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status.get(), metadata.length);
                    exchange.getResponseBody().write(metadata);
                    exchange.close();
                });
        issuer.start();
        Files.writeString(
                dir.resolve("login.yaml"),
                """
                name: login
                display_name: Login
                issuer: %s
                discovery: true
                scope: { default: [openid] }
                """
                        .formatted(origin));
    }

    @AfterEach
    void end() {
        issuer.stop(0);
        vertx.close();
    }

    private String metadata() {
        return """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
         "userinfo_endpoint": "https://api.login.example/me", "authorization_response_iss_parameter_supported": true}
        """
                .formatted(origin);
    }

    @Test
    void addsAProviderOnceItsIssuerHasToldItsMetadata() {
        Providers providers = providers();
        CatalogueOrigins origins = new CatalogueOrigins(providers);
        assertThat(providers.find("login")).isEmpty();
        assertThat(origins.contains(URI.create("https://api.login.example/me"))).isFalse();

        discovery(providers, origins).tick().await().atMost(PATIENCE);

        Provider login = providers.get("login");
        assertThat(login.tokenEndpoint()).isEqualTo(URI.create(origin + "/token"));
        assertThat(login.issuer()).contains(origin);
        assertThat(providers.undiscovered()).isEmpty();
        assertThat(origins.contains(URI.create("https://api.login.example/me"))).isTrue();
        assertThat(origins.contains(URI.create("https://elsewhere.example/"))).isFalse();
    }

    @Test
    void takesANameWithoutAValueForLeftOut() throws IOException {
        Files.writeString(
                dir.resolve("login.yaml"),
                Files.readString(dir.resolve("login.yaml"))
                        + "token_endpoint:\naccount:\npkce: ''\n");
        Providers providers = providers();

        discovery(providers, new CatalogueOrigins(providers)).tick().await().atMost(PATIENCE);

        assertThat(providers.get("login").tokenEndpoint()).isEqualTo(URI.create(origin + "/token"));
    }

    @Test
    void asksAgainWhileTheIssuerFails() {
        Providers providers = providers();
        ProviderDiscovery discovery = discovery(providers, new CatalogueOrigins(providers));
        status.set(503);

        discovery.tick().await().atMost(PATIENCE);

        assertThat(providers.find("login")).isEmpty();
        assertThat(providers.find("bitbucket")).as("all else works").isPresent();

        status.set(200);
        discovery.tick().await().atMost(PATIENCE);

        assertThat(providers.find("login")).isPresent();
    }

    private ProviderDiscovery discovery(Providers providers, CatalogueOrigins origins) {
        OutboundClient client = new OutboundClient(vertx, Optional.empty(), 64 * 1024);
        return new ProviderDiscovery(providers, new ProviderHttp(client, origins));
    }

    private Providers providers() {
        return new Providers(
                (Config)
                        Proxy.newProxyInstance(
                                Config.class.getClassLoader(),
                                new Class<?>[] {Config.class},
                                (proxy, method, arguments) ->
                                        switch (method.getName()) {
                                            case "providersDir" -> Optional.of(dir);
                                            case "publicUrl" -> URI.create("https://l.example");
                                            case "sandbox" -> false;
                                            default -> throw new IllegalStateException();
                                        }));
    }
}
