package dev.lanyard.connection.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lanyard.authorize.Journey;
import dev.lanyard.connection.Connected;
import dev.lanyard.connection.accesstoken.CountedUses;
import dev.lanyard.support.Fixtures;
import dev.lanyard.support.Owner;
import dev.lanyard.support.StatementCount;
import dev.lanyard.support.TestProviders;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's backend sends through a connection's proxy, and what comes back. */
@QuarkusTest
class ProxyTest {
    @Inject MeterRegistry registry;

    private ProxyFixture proxy;
    private ProviderApi api;

    @BeforeEach
    void connect() {
        proxy = new ProxyFixture();
        api = proxy.api;
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private Response get(String below) {
        return proxy.request().get(proxy.path() + below);
    }

    @Test
    void methodPathQueryAndBodyGoOnAsTheyAre() throws Exception {
        api.does(ProxyFixture::echo);

        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        Journey.publicUrl()
                                                + proxy.path()
                                                + "/a%2Fb/c;d=1?x=%20&x=+&&y"))
                        .header("Authorization", "Bearer " + proxy.key)
                        .header("X-Mine", "1")
                        .method("PROPFIND", BodyPublishers.ofString("b\u0000dy!"))
                        .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("b\u0000dy!");
        ProviderApi.Seen seen = api.seen().get(0);
        assertThat(seen.method()).isEqualTo("PROPFIND");
        assertThat(seen.uri()).isEqualTo("/2.0/a%2Fb/c;d=1?x=%20&x=+&&y");
        assertThat(seen.headers().get("X-Mine")).isEqualTo("1");
        assertThat(seen.headers().get("Content-Length")).isEqualTo("5");
        assertThat(seen.token()).isEqualTo(proxy.connection.accessToken());
    }

    @Test
    void aRequestWithAKeptTokenAsksTheDatabaseNothing() {
        await().atMost(Duration.ofSeconds(20)).until(this::isTokenKept);

        List<String> statements =
                StatementCount.of(proxy.request(), request -> request.get(proxy.path() + "/user"));

        assertThat(statements).isEmpty();
    }

    /** The row of a request was there without being asked for. */
    private boolean isTokenKept() {
        double before = keptReads();
        get("/user").then().statusCode(200);
        return keptReads() > before;
    }

    private double keptReads() {
        return registry.get("lanyard.token.cache.reads").tag("outcome", "hit").counter().count();
    }

    @Test
    void whatTellsOfTheCallerDoesNotGoOnAndCookiesDoNotComeBack() {
        api.does(
                request ->
                        request.response()
                                .putHeader("Set-Cookie", "a=b")
                                .putHeader("ETag", "e")
                                .putHeader("Cache-Control", "max-age=5")
                                .end());

        Response response =
                proxy.request()
                        .header("Cookie", "c=d")
                        .header("X-Forwarded-For", "192.0.2.1")
                        .header("Forwarded", "for=192.0.2.1")
                        .header("X-Request-Id", "mine")
                        .get(proxy.path() + "/user");

        MultiMap sent = api.seen().get(0).headers();
        assertThat(sent.names()).doesNotContain("Cookie", "X-Forwarded-For", "Forwarded");
        assertThat(sent.get("Host")).startsWith("localhost:");
        response.then()
                .header("ETag", "e")
                .header("Cache-Control", "max-age=5")
                .header("X-Request-Id", "mine")
                .header("X-Content-Type-Options", "nosniff")
                .header("Lanyard-Connection", proxy.connection.id());
        assertThat(response.headers().hasHeaderWithName("Set-Cookie")).isFalse();
    }

    @Test
    void redirectsLimitsAndRangesAreTheCallersOwn() {
        api.does(
                request ->
                        request.response()
                                .setStatusCode(302)
                                .putHeader("Location", "https://elsewhere.example/")
                                .end());
        get("/a").then().statusCode(302).header("Location", "https://elsewhere.example/");

        api.does(
                request ->
                        request.response().setStatusCode(429).putHeader("Retry-After", "7").end());
        get("/a").then().statusCode(429).header("Retry-After", "7");

        api.does(
                request ->
                        request.response()
                                .setStatusCode(206)
                                .putHeader("Content-Range", "bytes 0-2/9")
                                .end(request.getHeader("Range")));
        proxy.request()
                .header("Range", "bytes=0-2")
                .get(proxy.path() + "/a")
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 0-2/9")
                .body(equalTo("bytes=0-2"));
        assertThat(api.seen()).hasSize(3);
    }

    @Test
    void headAndResponsesWithoutABodyKeepTheirLength() {
        api.does(request -> request.response().putHeader("Content-Length", "1234").end());
        proxy.request()
                .head(proxy.path() + "/a")
                .then()
                .statusCode(200)
                .header("Content-Length", "1234");

        api.does(request -> request.response().setStatusCode(304).putHeader("ETag", "e").end());
        get("/a").then().statusCode(304).header("ETag", "e").body(equalTo(""));

        api.does(request -> request.response().setStatusCode(204).end());
        proxy.request().delete(proxy.path() + "/a").then().statusCode(204);
    }

    @Test
    void aRefusedTokenIsReplacedOnceAndTheRequestSentAgain() {
        String refused = proxy.connection.accessToken();
        api.refuses(refused, ProxyFixture::echo);

        proxy.request()
                .body("body".getBytes())
                .post(proxy.path() + "/a")
                .then()
                .statusCode(200)
                .body(equalTo("body"));

        assertThat(api.seen()).hasSize(2);
        assertThat(api.seen().get(1).token())
                .isNotEqualTo(refused)
                .isEqualTo(proxy.connection.accessToken());
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    @Test
    void requestsThatAreRefusedTogetherShareOneRefresh() {
        api.refuses(proxy.connection.accessToken(), request -> request.response().end("new"));

        List<String> bodies =
                IntStream.range(0, 16).parallel().mapToObj(n -> get("/" + n).asString()).toList();

        assertThat(bodies).containsOnly("new");
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    @Test
    void aSecondRefusalIsPassedOnAndNoMoreRefreshesAreMadeForIt() {
        api.does(request -> request.response().setStatusCode(401).end("no"));

        get("/a")
                .then()
                .statusCode(401)
                .body(equalTo("no"))
                .header("Lanyard-Connection", proxy.connection.id());
        get("/a").then().statusCode(401);

        assertThat(api.seen()).hasSize(3);
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    private int sendLongBody() {
        return proxy.request()
                .body(new byte[RequestStream.MOST_REPLAYED + 1])
                .post(proxy.path() + "/a")
                .statusCode();
    }

    @Test
    void aRefusedRequestWithALongerBodyIsNotSentAgainButTheNextOneHasAnotherToken() {
        String refused = proxy.connection.accessToken();
        api.does(
                request ->
                        request.endHandler(
                                end ->
                                        request.response()
                                                .setStatusCode(
                                                        hasToken(request, refused) ? 401 : 200)
                                                .end("no")));

        assertThat(sendLongBody()).isEqualTo(401);
        assertThat(api.seen()).hasSize(1);
        assertThat(proxy.connection.presentations()).isEqualTo(1);

        assertThat(sendLongBody()).isEqualTo(200);
        assertThat(api.seen()).hasSize(2);
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    private static boolean hasToken(HttpServerRequest request, String token) {
        return ("Bearer " + token).equals(request.getHeader("Authorization"));
    }

    @Test
    void longerBodiesThatAreRefusedAgainAndAgainAreRefreshedForOnce() {
        api.does(
                request ->
                        request.endHandler(end -> request.response().setStatusCode(401).end("no")));

        for (int n = 0; n < 3; n++) {
            assertThat(sendLongBody()).isEqualTo(401);
        }

        assertThat(api.seen()).hasSize(3);
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    /** What an API means by it is its caller's business. */
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 403})
    void anErrorThatIsNoRefusedTokenIsPassedOnAndChangesNothing(int status) {
        String body = "{\"ok\":false,\"error\":\"invalid_grant\"}";
        api.does(
                request ->
                        request.response()
                                .setStatusCode(status)
                                .putHeader("X-RateLimit-Remaining", "0")
                                .end(body));

        get("/a").then().statusCode(status).body(equalTo(body));

        assertThat(api.seen()).hasSize(1);
        assertThat(proxy.connection.presentations()).isZero();
        assertThat(proxy.connection.status()).isEqualTo("active");
    }

    @Test
    void aRefusalIsPassedOnWhereTheProviderDoesNotRefresh() {
        api.does(request -> request.response().setStatusCode(401).end("no"));
        Owner.execute(
                "UPDATE token_set SET retry_at = now() + interval '1 hour', attempts = 3"
                        + " WHERE connection_id = ?",
                proxy.connection.id());

        get("/a").then().statusCode(401).body(equalTo("no"));

        assertThat(proxy.connection.presentations()).isZero();
    }

    @Test
    void anApiThatRefusesConnectionsIsNamedSo() {
        api.close();

        get("/a")
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("code", equalTo("provider_unavailable"))
                .body("detail", containsString("no connection to localhost: it was refused"));
    }

    @Test
    void aConnectionThatBreaksBeforeTheResponseIsNamedSo() {
        api.does(request -> request.connection().close());

        proxy.request()
                .body("x".getBytes())
                .post(proxy.path() + "/a")
                .then()
                .statusCode(503)
                .body("code", equalTo("provider_unavailable"))
                .body("detail", containsString("broke"));
        assertThat(api.seen()).hasSize(1);
    }

    @Test
    void aResponseThatIsNoHttpIsNamedAsABrokenConnection() {
        api.close();
        Vertx vertx = Vertx.vertx();
        vertx.createNetServer()
                .connectHandler(
                        socket ->
                                socket.handler(
                                        request -> socket.end(Buffer.buffer("GARBAGE\r\n\r\n"))))
                .listen(TestProviders.apiPort(), "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        proxy.request()
                .body("body".getBytes())
                .post(proxy.path() + "/a")
                .then()
                .statusCode(503)
                .body("code", equalTo("provider_unavailable"))
                .body("detail", containsString("broke"));
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void statesOfTheConnectionAreToldAsTheTokenReadTellsThem() {
        Connected connection = proxy.connection;
        connection.patch("{\"status\":\"disabled\"}");
        get("/a").then().statusCode(409).body("code", equalTo("connection_disabled"));
        connection.patch("{\"status\":\"active\"}");
        connection.sql("UPDATE token_set SET refresh_token = NULL WHERE connection_id = $1");
        connection.expire();

        get("/a").then().statusCode(409).body("code", equalTo("reconnect_required"));

        assertThat(api.seen()).isEmpty();
    }

    @Test
    void anExpiredTokenIsRefreshedFirst() {
        proxy.connection.expire();

        get("/a").then().statusCode(200);

        assertThat(api.seen().get(0).token()).isEqualTo(proxy.connection.accessToken());
        assertThat(proxy.connection.presentations()).isEqualTo(1);
    }

    @Test
    void strangersUnknownConnectionsAndWrongScopesAreRefused() {
        String path = proxy.path() + "/a";

        Fixtures.bearer("key_x")
                .get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer");
        Fixtures.tenant()
                .with("tokens")
                .get(path)
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
        proxy.request()
                .get("/v1/connections/conn_aaaaaaaaaaaaaaaaaaaaaaaaaa/proxy/a")
                .then()
                .statusCode(404);
        proxy.connection
                .journey()
                .tenant()
                .with("connect", "manage")
                .body("{}")
                .post(path)
                .then()
                .statusCode(403)
                .body("detail", containsString("tokens"));
        assertThat(api.seen()).isEmpty();
        assertThat(entries("refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%00", "/../token", "/https://evil.example/", "//a"})
    void pathsThatAreNoneOfTheApiAreRefused(String below) {
        assertThat(proxy.send(below))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"validation_failed\"", "\"field\":\"path\"");
        assertThat(api.seen()).isEmpty();
    }

    @Test
    void aWebSocketIsRefusedWithASentence() {
        proxy.request()
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .get(proxy.path() + "/a")
                .then()
                .statusCode(400)
                .body("code", equalTo("validation_failed"))
                .body("detail", containsString("WebSocket"));
    }

    @Test
    void connectionsToTheApiAreUsedAgain() {
        IntStream.range(0, 20).forEach(n -> get("/" + n).then().statusCode(200));

        assertThat(api.connections()).isLessThan(5); // there may be one for each event loop
    }

    @Test
    void useIsNotedAsTheTokensIs() {
        IntStream.range(0, 3).forEach(n -> get("/a").then().statusCode(200));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> proxy.connection.shown().getString("last_used_at") != null);
        CountedUses.write();
        assertThat(entries("succeeded")).isEqualTo(3);
    }

    /** How many proxied requests the audit log tells of. */
    private long entries(String outcome) {
        List<Integer> counts =
                proxy.connection
                        .journey()
                        .api()
                        .queryParam("action", "connection.proxied")
                        .get("/v1/audit-log")
                        .jsonPath()
                        .getList("items.findAll { it.outcome == '" + outcome + "' }.count");
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void isCountedByProviderMethodAndOutcome() {
        get("/a").then().statusCode(200);

        String scraped =
                Fixtures.operator()
                        .port(
                                ConfigProvider.getConfig()
                                        .getValue("quarkus.management.test-port", Integer.class))
                        .accept("text/plain;version=0.0.4")
                        .get("/q/metrics")
                        .asString();

        Stream<String> lines = scraped.lines().filter(line -> line.contains(proxy.connection.id()));
        assertThat(lines).isEmpty();
        assertThat(scraped)
                .containsPattern(
                        "lanyard_proxy_requests_seconds_count\\{method=\"read\",outcome=\"success\",provider=\"proxied-sandbox\",?\\} [1-9]");
    }
}
