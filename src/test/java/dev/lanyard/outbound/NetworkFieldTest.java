package dev.lanyard.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.config.Config;
import dev.lanyard.support.Environment;
import dev.lanyard.support.TestDatabase;
import dev.lanyard.support.TlsStandIn;
import io.quarkus.runtime.configuration.DurationConverter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What networks do to calls of others, and what is told of it. */
class NetworkFieldTest {
    private final Vertx vertx = Vertx.vertx();
    private final TlsStandIn provider = new TlsStandIn(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNameThatIsNotFoundIsToldSo() {
        assertThat(failure(URI.create("https://nowhere.invalid/"), Optional.empty()))
                .isEqualTo("no connection to nowhere.invalid: the name is not found");
    }

    @Test
    void aRefusedConnectionIsToldSo() {
        assertThat(failure(local(TestDatabase.freePort()), Optional.empty()))
                .isEqualTo("no connection to localhost: it was refused");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsToldSo() {
        assertThat(failure(local(provider.start("localhost")), Optional.empty()))
                .contains("TLS failed", "LANYARD_CA_CERT_FILE");
    }

    @Test
    void aCertificateOfAnotherNameIsToldSo() {
        int port = provider.start("other.example");

        assertThat(failure(local(port), Optional.of(TlsStandIn.authority())))
                .endsWith("TLS failed, the certificate is for another name");
    }

    @Test
    void anExpiredCertificateIsToldSo() {
        int port = provider.startExpired("localhost");

        assertThat(failure(local(port), Optional.of(TlsStandIn.authority())))
                .endsWith("TLS failed, the certificate has expired");
    }

    @Test
    void aPortThatDoesNotSpeakTlsIsToldSo() {
        HttpServer plain =
                vertx.createHttpServer()
                        .requestHandler(request -> request.response().end())
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();

        assertThat(failure(local(plain.actualPort()), Optional.empty())).contains("TLS");
    }

    @Test
    void aHostThatSaysNothingIsATimeOut() {
        NetServer silent =
                vertx.createNetServer()
                        .connectHandler(socket -> {})
                        .listen(0)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();

        assertThat(failure(local(silent.actualPort()), Optional.empty())).endsWith("time-out");
    }

    @Test
    void everyAddressOfANameIsTried() {
        List<String> hosts = new CopyOnWriteArrayList<>();
        HttpServer second =
                vertx.createHttpServer()
                        .requestHandler(
                                request -> {
                                    hosts.add(request.localAddress().hostAddress());
                                    request.response().end("{}");
                                })
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        URI uri = URI.create("http://two.test:" + second.actualPort() + "/");

        Vertx asking = asking(nameServer());

        assertThat(call(asking, Optional.empty(), EgressProxy.none(), uri)).isEqualTo(200);
        asking.close().toCompletionStage().toCompletableFuture().join();
        assertThat(hosts).containsExactly("127.0.0.1");
    }

    @Test
    void aProviderIsCalledThroughTheProxyAndAHostOfTheListWithout() {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer proxy =
                vertx.createHttpServer()
                        .requestHandler(
                                request -> {
                                    asked.add(request.uri());
                                    request.response().end("{}");
                                })
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
        EgressProxy egress =
                EgressProxy.of(
                        config(
                                Environment.complete()
                                        .with(
                                                "LANYARD_EGRESS_PROXY",
                                                "http://127.0.0.1:" + proxy.actualPort())
                                        .with("LANYARD_NO_PROXY", "10.0.0.7,.internal")));

        assertThat(call(Optional.empty(), egress, URI.create("http://api.invalid/user")))
                .isEqualTo(200);
        assertThat(asked).hasSize(1);
        assertThat(egress.before("a.internal")).isEmpty();
        assertThat(egress.before("10.0.0.7")).isEmpty();
        assertThat(egress.before("localhost")).isEmpty();
        assertThat(egress.before("internal.example")).isPresent();
    }

    private static Config config(Environment environment) {
        return environment
                .sources()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(Config.class)
                .withMappingIgnore("lanyard.**")
                .build()
                .getConfigMapping(Config.class);
    }

    private static URI local(int port) {
        return URI.create("https://localhost:" + port + "/");
    }

    private String failure(URI uri, Optional<Path> authority) {
        try {
            call(authority, EgressProxy.none(), uri);
            return "none";
        } catch (RuntimeException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    /** Says of every name that it is at 127.0.0.2, where nobody listens, and at 127.0.0.1. */
    private int nameServer() {
        DatagramSocket server = vertx.createDatagramSocket();
        server.handler(
                packet -> {
                    Buffer response = addresses(packet.data());
                    server.send(response, packet.sender().port(), packet.sender().host());
                });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return server.localAddress().port();
    }

    /** RFC 1035 §4.1: the question as it was asked, and two A records, or none for AAAA. */
    private static Buffer addresses(Buffer asked) {
        int end = 12;
        while (asked.getByte(end) != 0) {
            end += asked.getByte(end) + 1;
        }
        boolean ofIpv4 = asked.getShort(end + 1) == 1;
        Buffer response =
                asked.getBuffer(0, 2)
                        .appendBytes(HexFormat.of().parseHex("81800001000" + (ofIpv4 ? 2 : 0)))
                        .appendInt(0) // neither authority nor additional records
                        .appendBuffer(asked.getBuffer(12, end + 5));
        return ofIpv4
                ? response.appendBytes(HexFormat.of().parseHex("c00c000100010000003c00047f000002"))
                        .appendBytes(HexFormat.of().parseHex("c00c000100010000003c00047f000001"))
                : response;
    }

    /** With Vert.x' own resolver, which Quarkus switches off for its tests' JVM. */
    private static Vertx asking(int nameServer) {
        String key = "vertx.disableDnsResolver";
        String before = System.getProperty(key, "false");
        System.setProperty(key, "false");
        try {
            return Vertx.vertx(
                    new VertxOptions()
                            .setAddressResolverOptions(
                                    new AddressResolverOptions()
                                            .addServer("127.0.0.1:" + nameServer)
                                            .setRotateServers(false)));
        } finally {
            System.setProperty(key, before);
        }
    }

    private int call(Optional<Path> authority, EgressProxy egress, URI uri) {
        return call(vertx, authority, egress, uri);
    }

    private static int call(Vertx vertx, Optional<Path> authority, EgressProxy egress, URI uri) {
        OutboundClient outbound =
                new OutboundClient(vertx, TrustedAuthorities.with(authority), 1 << 18);
        return new ProviderHttp(outbound, address -> true, egress)
                .get(uri, "t", Duration.ofSeconds(3))
                .await()
                .indefinitely()
                .status();
    }
}
