package dev.lanyard.notify;

import static dev.lanyard.support.Fixtures.tenant;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.database.TenantKey;
import dev.lanyard.notify.call.WebhookCall;
import dev.lanyard.notify.call.WebhookSecret;
import dev.lanyard.notify.call.WebhookSignature;
import dev.lanyard.notify.call.WebhookTargets;
import dev.lanyard.outbound.OutboundClient;
import dev.lanyard.support.Fixtures.TestTenant;
import dev.lanyard.support.Owner;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookTrialTest {
    private static final WebhookSecret SECRET = WebhookSecret.generate();

    @Inject ObjectMapper json;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private record Received(MultiMap headers, String body) {}

    @AfterEach
    void close() {
        callers.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A target that answers so; its address. */
    private String target(int status) {
        int port =
                vertx.createHttpServer()
                        .requestHandler(request -> receive(request, status))
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort();
        return "http://localhost:" + port + "/hook";
    }

    private void receive(HttpServerRequest request, int status) {
        request.body()
                .onSuccess(
                        body -> {
                            received.add(new Received(request.headers(), body.toString()));
                            request.response().setStatusCode(status).end();
                        });
    }

    private WebhookTrial.Result send(String url) {
        return trial(new WebhookTargets(vertx, InetAddress::getAllByName, true), "ten_1", url);
    }

    private WebhookTrial.Result trial(WebhookTargets targets, String tenantId, String url) {
        OutboundClient outbound = new OutboundClient(vertx, Optional.empty(), 16 * 1024);
        WebhookCall call = new WebhookCall(targets, outbound, Optional.empty());
        Webhook webhook =
                new Webhook(
                        new TenantKey(tenantId, "whk_1"),
                        new WebhookInput.WebhookFields(url, new String[0], null),
                        new byte[0]);
        return new WebhookTrial(new WebhookSender(targets, call, json))
                .send(webhook, SECRET)
                .await()
                .indefinitely();
    }

    @Test
    void sendsASignedEventThatNeverHappened() {
        WebhookTrial.Result result = send(target(204));

        assertThat(result.status()).isEqualTo("delivered");
        assertThat(result.responseStatus()).isEqualTo(204);
        assertThat(result.error()).isNull();
        assertThat(received).hasSize(1);
        MultiMap headers = received.get(0).headers();
        String body = received.get(0).body();
        assertThat(headers.get("Content-Type")).isEqualTo("application/json");
        Instant at = Instant.ofEpochSecond(Long.parseLong(headers.get("webhook-timestamp")));
        WebhookSignature.sign(SECRET, headers.get("webhook-id"), at, body)
                .forEach((name, value) -> assertThat(headers.get(name)).isEqualTo(value));
        JsonPath event = JsonPath.from(body);
        assertThat(event.getMap("").keySet())
                .isEqualTo(java.util.Set.of("id", "type", "created_at", "data"));
        assertThat(event.getString("id"))
                .matches("evt_[a-z2-7]{26}")
                .isEqualTo(headers.get("webhook-id"));
        assertThat(event.getString("type")).isEqualTo("webhook.test");
        assertThat(event.getString("created_at")).endsWith("Z");
        assertThat(event.getMap("data")).isEqualTo(Map.of("webhook_id", "whk_1"));
    }

    @Test
    void tellsWhatTheTargetAnswered() {
        WebhookTrial.Result result = send(target(302));

        assertThat(result.status()).isEqualTo("failed");
        assertThat(result.responseStatus()).isEqualTo(302);
        assertThat(result.error()).contains("302");
    }

    @Test
    void tellsThatNobodyAnswered() {
        WebhookTrial.Result result = send("http://localhost:1/");

        assertThat(result.status()).isEqualTo("failed");
        assertThat(result.responseStatus()).isNull();
        assertThat(result.error()).contains("no connection to localhost");
    }

    @Test
    void aNameServerThatDoesNotAnswerIsAResultAndHoldsUpNoOtherTenant() {
        CountDownLatch revived = new CountDownLatch(1);
        WebhookTargets targets = new WebhookTargets(vertx, host -> lookUp(host, revived), true);
        String target = target(204);
        List<CompletableFuture<WebhookTrial.Result>> hanging =
                IntStream.range(0, 40)
                        .mapToObj(n -> "https://dead" + n + ".example/")
                        .map(url -> supplyAsync(() -> trial(targets, "ten_1", url), callers))
                        .toList();

        WebhookTrial.Result other = trial(targets, "ten_2", target);

        assertThat(other.status()).isEqualTo("delivered");
        assertThat(other.durationMs()).isLessThan(4_000);
        WebhookTrial.Result failed = hanging.get(0).join();
        revived.countDown();
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.error()).contains("dead0.example is not found in time");
        assertThat(failed.durationMs()).isBetween(4_000L, 10_000L);
    }

    private static InetAddress[] lookUp(String host, CountDownLatch revived)
            throws UnknownHostException {
        try {
            if (host.startsWith("dead")) {
                revived.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return InetAddress.getAllByName("localhost");
    }

    /** The address is checked again at each call; the event is in no list. */
    @Test
    void aProblemOfTheTargetIsNoneOfTheRequest() {
        TestTenant tenant = tenant();
        String id = WebhookRequests.created(tenant).getString("id");
        Owner.execute("UPDATE webhook SET url = 'https://127.0.0.1/' WHERE id = ?", id);

        tenant.with("manage")
                .post("/v1/webhooks/" + id + "/test")
                .then()
                .statusCode(200)
                .body("status", equalTo("failed"))
                .body("response_status", nullValue())
                .body("error", containsString("not at a public address"))
                .body("duration_ms", greaterThanOrEqualTo(0));

        tenant.with("manage").get("/v1/events").then().body("items", empty());
        tenant.with("manage")
                .get("/v1/webhooks/" + id + "/deliveries")
                .then()
                .body("items", empty());
        tenant.with("manage").post("/v1/webhooks/whk_none/test").then().statusCode(404);
        tenant.with("connect").post("/v1/webhooks/" + id + "/test").then().statusCode(403);
    }

    /** What the operator allowed once may be refused now. */
    @Test
    void anAddressThatIsAllowedNoLongerIsAResult() {
        assertThat(send("ftp://localhost/").error()).isEqualTo("must be an https URL");
    }
}
