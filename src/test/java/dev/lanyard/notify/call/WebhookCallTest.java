package dev.lanyard.notify.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanyard.outbound.NotSentException;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.outbound.OutboundClient.Reply;
import dev.lanyard.outbound.TrustedAuthorities;
import dev.lanyard.support.TlsStandIn;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-side request forgery by a tenant's webhook leads nowhere. */
class WebhookCallTest {
    private static final String HOST = "hooks.example";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final TlsStandIn target = new TlsStandIn(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "64:ff9b::a00:1"})
    void doesNotCallANameThatLeadsToAnAddressThatIsNotPublic(String address) {
        int port = target.start(HOST);

        assertRefused(call(false, names(address)), port);
    }

    @Test
    void doesNotCallANameOfWhichOneAddressIsNotPublic() {
        int port = target.start(HOST);

        assertRefused(call(false, names("8.8.8.8", "127.0.0.1")), port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://127.1/",
                "https://2130706433/",
                "https://localhost/",
                "https://169.254.169.254/latest/meta-data/"
            })
    void doesNotCallAnAddressThatIsNotPublicInAnyNotation(String url) {
        WebhookTargets targets = new WebhookTargets(vertx, InetAddress::getAllByName, false);

        assertThatThrownBy(() -> targets.pin("ten_a", URI.create(url)).await().indefinitely())
                .hasCauseInstanceOf(NotSentException.class);
    }

    /** The name is looked up once; what it leads to later is never asked (DNS rebinding). */
    @Test
    void connectsToTheAddressThatWasCheckedAndProvesTheName() {
        int port = target.start(HOST);

        Reply reply = post(call(true, names("127.0.0.1", "10.0.0.1")), port);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(lookUps).hasValue(1);
        assertThat(target.requests()).containsExactly("POST " + HOST + ":" + port + "/hook");
    }

    @Test
    void refusesATargetWithACertificateForAnotherName() {
        int port = target.start("other.example");

        assertRefused(call(true, names("127.0.0.1")), port);
    }

    @Test
    void refusesATargetThatNobodyKnownVouchesFor() {
        int port = target.start(HOST);
        WebhookCall call =
                new WebhookCall(
                        new WebhookTargets(vertx, names("127.0.0.1"), true),
                        new OutboundClient(vertx, Optional.empty(), 100),
                        Optional.empty());

        assertRefused(call, port);
    }

    @Test
    void doesNotFollowARedirectAndReadsNoLongAnswer() {
        int redirecting =
                listen(
                        request ->
                                request.response()
                                        .setStatusCode(302)
                                        .putHeader("Location", "http://localhost/secret")
                                        .end("x".repeat(100_000)));

        Reply reply =
                call(true, names("127.0.0.1"))
                        .post(
                                "ten_a",
                                URI.create("http://" + HOST + ":" + redirecting),
                                Map.of(),
                                "{}")
                        .await()
                        .indefinitely();

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void goesThroughTheProxyToTheAddressThatWasChecked() {
        int port = target.start(HOST);
        List<String> connects = new CopyOnWriteArrayList<>();
        int proxy = listen(request -> tunnel(request, port, connects));
        WebhookCall call =
                new WebhookCall(
                        new WebhookTargets(vertx, names("127.0.0.1"), true),
                        outbound(),
                        Optional.of(URI.create("http://localhost:" + proxy)));

        assertThat(post(call, port).status()).isEqualTo(200);
        assertThat(connects).containsExactly("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example/",
                "ftp://hooks.example/",
                "hooks.example",
                "https:///path",
                "https://user@hooks.example/",
                "https://hooks.example/#fragment",
                "https://hooks.example:99999/",
                "https://hooks.example\\@evil.example/",
                "javascript:alert(1)",
                "file:///etc/passwd"
            })
    void refusesAnAddressThatIsNoPlainHttpsUrl(String url) {
        WebhookTargets targets = new WebhookTargets(vertx, names("8.8.8.8"), false);

        assertThatThrownBy(() -> targets.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsAPlainHttpsUrlAndHttpOnlyWherePrivateTargetsAreAllowed() {
        assertThat(
                        new WebhookTargets(vertx, names("8.8.8.8"), false)
                                .parse("https://hooks.example:8443/a?b=c"))
                .hasHost(HOST);
        assertThat(
                        new WebhookTargets(vertx, names("8.8.8.8"), true)
                                .parse("http://hooks.internal/"))
                .hasScheme("http");
    }

    @Test
    void aSchemeMayBeWrittenInCapitals() {
        assertThat(
                        new WebhookTargets(vertx, names("8.8.8.8"), false)
                                .parse("HTTPS://hooks.example/A"))
                .isEqualTo(URI.create("https://hooks.example/A"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://bücher.example/, xn--",
        "https://my_app.example/, hyphens",
        "https://hooks.example:99999/, port"
    })
    void whatIsWrongWithAnAddressIsTold(String url, String words) {
        WebhookTargets targets = new WebhookTargets(vertx, names("8.8.8.8"), false);

        assertThatThrownBy(() -> targets.parse(url)).hasMessageContaining(words);
    }

    private void assertRefused(WebhookCall call, int port) {
        assertThatThrownBy(() -> post(call, port)).hasCauseInstanceOf(NotSentException.class);
        assertThat(target.requests()).isEmpty();
    }

    private WebhookCall call(boolean allowPrivate, WebhookTargets.Names names) {
        return new WebhookCall(
                new WebhookTargets(vertx, names, allowPrivate), outbound(), Optional.empty());
    }

    private OutboundClient outbound() {
        return new OutboundClient(
                vertx, TrustedAuthorities.with(Optional.of(TlsStandIn.authority())), 16 * 1024);
    }

    private WebhookTargets.Names names(String... addresses) {
        return host -> {
            lookUps.incrementAndGet();
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }

    private static Reply post(WebhookCall call, int port) {
        return call.post(
                        "ten_a",
                        URI.create("https://" + HOST + ":" + port + "/hook"),
                        Map.of(),
                        "{}")
                .await()
                .indefinitely();
    }

    private int listen(io.vertx.core.Handler<HttpServerRequest> behaviour) {
        return vertx.createHttpServer()
                .requestHandler(behaviour)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** What a proxy does with CONNECT (RFC 9110 §9.3.6). */
    private void tunnel(HttpServerRequest request, int port, List<String> connects) {
        assertThat(request.method()).isEqualTo(HttpMethod.CONNECT);
        connects.add(request.uri());
        request.pause();
        vertx.createNetClient()
                .connect(port, "localhost")
                .onSuccess(server -> request.toNetSocket().onSuccess(s -> join(s, server)));
    }

    private static void join(NetSocket client, NetSocket server) {
        client.pipeTo(server);
        server.pipeTo(client);
    }
}
