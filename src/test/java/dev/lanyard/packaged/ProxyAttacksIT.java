package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.support.Mutations;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant, or a provider's API, tries by the proxy: the token goes to no other host. */
class ProxyAttacksIT {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int MUTATIONS = 300;

    private static final Vertx VERTX = Vertx.vertx();
    private static final AtomicInteger STRAYED = new AtomicInteger();
    private static final List<MultiMap> SEEN = new CopyOnWriteArrayList<>();

    @TempDir static Path folder;

    private static Replica replica;
    private static Tenant tenant;
    private static String path;
    private static int otherPort;

    @BeforeAll
    static void start() {
        otherPort = listen(VERTX.createHttpServer().requestHandler(ProxyAttacksIT::stray));
        int apiPort = listen(VERTX.createHttpServer().requestHandler(ProxyAttacksIT::handle));
        ProviderEntry.BITBUCKET.writeWithApi(folder, apiPort);
        Cluster cluster = Cluster.shared();
        tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        path = "/v1/connections/" + tenant.connect("u1") + "/proxy";
        replica =
                Replica.start(
                                "proxy-attacks",
                                Settings.with(
                                        cluster.settings(),
                                        Map.of(
                                                "LANYARD_PROVIDERS_DIR",
                                                folder.toAbsolutePath().toString(),
                                                "LANYARD_REFRESH",
                                                "off")), // the connections there are other tests'
                                List.of())
                        .awaitReady();
    }

    @AfterAll
    static void stop() {
        if (replica != null) {
            replica.close();
        }
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static int listen(HttpServer server) {
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static void stray(HttpServerRequest request) {
        STRAYED.incrementAndGet();
        request.response().end();
    }

    /** The API: leads away, and speaks for a host that is not its own. */
    private static void handle(HttpServerRequest request) {
        SEEN.add(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
        HttpServerResponse response = request.response();
        if (request.path().endsWith("/away")) {
            response.setStatusCode(302).putHeader("Location", other("/taken"));
        }
        response.putHeader("X-Target", request.uri())
                .putHeader("Set-Cookie", "__Host-lanyard=theirs")
                .putHeader("Content-Security-Policy", "default-src *")
                .putHeader("Strict-Transport-Security", "max-age=0")
                .putHeader("Content-Type", "text/html")
                .end("<script>alert(1)</script>");
    }

    private static String other(String below) {
        return "http://localhost:" + otherPort + below;
    }

    private static String send(byte[] target, String... fields) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("GET " + path));
        request.writeBytes(target);
        request.writeBytes(bytes(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"));
        request.writeBytes(bytes("Authorization: Bearer " + tenant.key() + "\r\n"));
        for (String field : fields) {
            request.writeBytes(bytes(field + "\r\n"));
        }
        request.writeBytes(bytes("\r\n"));
        try {
            return RawHttp.send(replica.url(), request.toByteArray(), PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatNoAddressHoldsRawGoesOnEscaped() {
        assertThat(send(bytes("/a|b/[c]?d=\"{e}\"")))
                .startsWith("HTTP/1.1 200")
                .contains("X-Target: /2.0/a%7cb/%5bc%5d?d=%22%7be%7d%22\r\n");
    }

    @Test
    void noPathLeadsToAnotherHost() {
        String host = "localhost:" + otherPort;
        List<String> hostile =
                List.of(
                        "//" + host + "/a",
                        "/%2f%2f" + host + "/a",
                        "/\\" + host + "\\a",
                        "/" + other("/2.0/user"),
                        "/@" + host + "/",
                        ":80@" + host + "/",
                        "/..%2f..%2f@" + host + "/",
                        "/../../" + host,
                        "/%2e%2e/%2e%2e/oauth/token",
                        "/user%0d%0aHost: " + host,
                        "/user?next=" + other("/"),
                        "?@" + host,
                        "/https://" + host + "/",
                        "/user");

        for (String target : hostile) {
            assertThat(RawHttp.status(send(bytes(target)))).as(target).isIn(200, 400, 404);
        }
        Mutations.forEach(15, MUTATIONS, hostile, ProxyAttacksIT::send);

        assertThat(STRAYED).hasValue(0);
    }

    @Test
    void aRedirectIsPassedOnAndTheTokenGoesNowhereElse() {
        String response = send(bytes("/away"));

        assertThat(RawHttp.status(response)).isEqualTo(302);
        assertThat(response).containsIgnoringCase("location: " + other("/taken"));
        assertThat(STRAYED).hasValue(0);
    }

    @Test
    void theKeyAndWhatTellsOfTheCallerStayHere() {
        send(
                bytes("/seen"),
                "Cookie: lanyard_console=mine",
                "X-Forwarded-For: 192.0.2.7",
                "Forwarded: for=192.0.2.7",
                "Proxy-Authorization: Basic abcd",
                "Connection: X-Hop",
                "X-Hop: 1");

        MultiMap seen = SEEN.get(SEEN.size() - 1);
        assertThat(seen.toString()).doesNotContain(tenant.key(), "192.0.2.7", "lanyard_console");
        assertThat(seen.names())
                .doesNotContain("Cookie", "Forwarded", "Proxy-Authorization", "X-Hop");
        assertThat(seen.get("Authorization")).startsWith("Bearer ");
    }

    @Test
    void aResponseSetsNoCookieAndNoPolicyOfOurHost() {
        String head = send(bytes("/user")).split("\r\n\r\n")[0].toLowerCase(java.util.Locale.ROOT);

        assertThat(head)
                .doesNotContain("set-cookie", "default-src *", "max-age=0")
                .contains("x-content-type-options: nosniff", "content-security-policy:");
    }

    @Test
    void aStrangerGetsNoFurtherThanAnUnknownConnection() {
        Tenant stranger = Cluster.shared().tenant(ProviderEntry.BITBUCKET);
        int before = SEEN.size();

        String foreign = stranger.at(replica).get(path + "/user").expect(404).body();
        String unknown =
                stranger.at(replica)
                        .get("/v1/connections/conn_aaaaaaaaaaaaaaaaaaaaaaaaaa/proxy/user")
                        .expect(404)
                        .body();

        assertThat(foreign).isEqualTo(unknown);
        assertThat(SEEN).hasSize(before);
    }
}
