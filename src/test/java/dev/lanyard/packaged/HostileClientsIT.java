package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.HostileRequests;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.RawHttp;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.SlowClient;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that mean harm, on raw sockets. {@code -Drig.hostile=100000} sends that many mutated
 * requests, {@code -Drig.seed=…} others.
 */
class HostileClientsIT {
    private static final int REQUESTS = Integer.getInteger("rig.hostile", 6_000);
    private static final long SEED = Long.getLong("rig.seed", 20261123L);
    private static final int THREADS = 24;
    private static final int PATIENCE_MILLIS = 250;

    private static Replica replica;
    private static Tenant tenant;
    private static CompletableFuture<Duration> slowHead;
    private static CompletableFuture<Duration> slowBody;

    @BeforeAll
    static void start() {
        Cluster cluster = Cluster.shared();
        Map<String, String> settings =
                Settings.with(cluster.settings(), "LANYARD_QUOTA_CLIENT", "1000000");
        // all of the heap is there from the start, so that growth is a leak
        settings.put(
                "JAVA_TOOL_OPTIONS",
                "-Xms192m -Xmx192m -XX:+AlwaysPreTouch -XX:MaxDirectMemorySize=64m");
        replica = Replica.start("hostile", settings).awaitReady();
        tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        slowHead =
                SlowClient.trickle(
                        replica.url(), "GET /connect/x HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        slowBody =
                SlowClient.trickle(
                        replica.url(),
                        "POST /v1/connect-sessions HTTP/1.1\r\nHost: localhost\r\nAuthorization:"
                                + " Bearer "
                                + tenant.api().bearer()
                                + "\r\nContent-Type: application/json\r\nContent-Length: 9999"
                                + "\r\n\r\n");
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void aClientThatTricklesAHeaderOrABodyIsCut() throws Exception {
        assertThat(slowHead.get(100, TimeUnit.SECONDS)).isBetween(seconds(50), seconds(90));
        assertThat(slowBody.get(100, TimeUnit.SECONDS)).isBetween(seconds(50), seconds(90));
    }

    /** What no address holds raw, and escapes that are none: in the path and in the query. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere/\0x", "/v1/connections/\0/token", "/x?\0=1", "/nowhere/\1x", "/\u001f",
                "/nowhere/\u007f", "/v1/%zz", "/nowhere/%", "/nowhere?limit=%zz", "/connect/%-1",
                "/v1/connections/a|b", "/nowhere/\"{a}\"", "/nowhere?a=<b>", "/nowhere/\u00a0", "//"
            })
    void anOddTargetGetsAProblemDocument(String target) throws Exception {
        String request =
                "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
                        .formatted(target);

        String answer =
                RawHttp.send(
                        replica.url(),
                        request.getBytes(StandardCharsets.ISO_8859_1),
                        PATIENCE_MILLIS);

        assertThat(RawHttp.status(answer)).isBetween(400, 404);
        assertThat(answer).contains("application/problem+json").contains("\"code\":");
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: localhost\r\na\0b: c\r\n\r\n'",
        "400, 'NONSENSE\r\n\r\n'",
        "400, 'GET / HTTP/9.x\r\n\r\n'",
        "400, 'GET /connect/assets/problem.css HTTP/1.7\r\nHost: localhost\r\n\r\n'",
        "400, 'GET / RTSP/1.0\r\nHost: localhost\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n'",
        "400, 'POST / HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Length: 3\r\n"
                + "Content-Length: 4\r\n\r\n"
                + "'",
        "414, 'GET /{20000} HTTP/1.1\r\nHost: localhost\r\n\r\n'",
        "431, 'GET / HTTP/1.1\r\nHost: localhost\r\nX: {40000}\r\n\r\n'",
    })
    void whatIsNoRequestIsAnsweredWithAProblemAndTheConnectionEnds(int status, String text)
            throws IOException {
        String request =
                text.replace("{20000}", "x".repeat(20_000)).replace("{40000}", "x".repeat(40_000));

        String answer =
                RawHttp.send(replica.url(), request.getBytes(StandardCharsets.US_ASCII), 5_000);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .contains(
                        "content-type: application/problem+json",
                        "x-content-type-options: nosniff",
                        "cache-control: no-store");
        JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo("validation_failed");
    }

    @Test
    void http2WithoutTlsIsNotSpoken() throws IOException {
        String upgrade =
                "GET /connect/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings"
                        + "\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n";

        String answer =
                RawHttp.send(replica.url(), upgrade.getBytes(StandardCharsets.US_ASCII), 1_000);

        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(404);
    }

    /** Bars of docs/security.md: no 5xx, nothing in the log, memory as at the start. */
    @Test
    void mutatedRequestsAreRefusedQuietlyAndLeaveNoTrace() throws Exception {
        fire(Math.max(3_000, REQUESTS / 10), SEED - 1);
        long before = rssKib();
        int logged = replica.log().length();

        Map<Integer, Integer> statuses = fire(REQUESTS, SEED);
        long after = rssKib();

        System.out.printf(
                "%d requests: %s; RSS %d -> %d KiB (%+.1f %%)%n",
                REQUESTS, statuses, before, after, 100.0 * (after - before) / before);
        assertThat(statuses.keySet()).allMatch(status -> status < 500);
        assertThat(statuses).containsKeys(200, 400, 401, 404);
        assertThat(replica.log().substring(logged)).doesNotContain("\tat ", "Exception", " ERROR ");
        // The bar of 10 % is for the full size: after fewer requests the heap is still finding its
        // own.
        assertThat((double) after / before).isBetween(0.5, REQUESTS < 100_000 ? 1.5 : 1.1);
    }

    private static long rssKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + replica.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** How often each status came; 0: none within the patience. */
    private static Map<Integer, Integer> fire(int count, long seed) throws Exception {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<CompletableFuture<Void>> volleys =
                IntStream.range(0, THREADS)
                        .mapToObj(
                                n ->
                                        CompletableFuture.runAsync(
                                                () -> volley(count / THREADS, seed + n, statuses),
                                                threads))
                        .toList();
        try {
            for (CompletableFuture<Void> volley : volleys) {
                volley.get(15, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        return new TreeMap<>(statuses);
    }

    private static void volley(int count, long seed, Map<Integer, Integer> statuses) {
        HostileRequests hostile =
                new HostileRequests(seed, paths(), tenant.api().bearer(), tenant.profileId());
        for (int i = 0; i < count; i++) {
            byte[] request = hostile.next();
            try {
                String answer = RawHttp.send(replica.url(), request, PATIENCE_MILLIS);
                int status = RawHttp.status(answer);
                statuses.merge(status, 1, Integer::sum);
                assertThat(status)
                        .as("%s%n->%n%s", new String(request, StandardCharsets.UTF_8), answer)
                        .isLessThan(500);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<String> paths() {
        return List.of(
                "/v1/connect-sessions",
                "/v1/connect-sessions?limit=5",
                "/v1/connect-sessions/cs_x",
                "/v1/connect-sessions/cs_x/confirm",
                "/v1/connect-sessions/cs_x/cancel",
                "/v1/connections?end_user_id=u1&status=active&limit=10&cursor=abc",
                "/v1/connections/conn_x",
                "/v1/connections/conn_x/token?min_ttl=60",
                "/v1/connections/conn_x/refresh",
                "/v1/connector-profiles",
                "/v1/connector-profiles/" + tenant.profileId(),
                "/v1/connector-profiles/prof_x/check",
                "/v1/providers/bitbucket",
                "/v1/events?limit=1&cursor=x",
                "/v1/webhooks",
                "/v1/audit-log",
                "/admin/v1/tenants?limit=1",
                "/admin/v1/tenants/ten_x/api-keys",
                "/admin/v1/connections/conn_x",
                "/connect/ct_aaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbb",
                "/connect/ct_x/status",
                "/connect/oauth2/bitbucket/authorize?session=ct_x",
                "/connect/oauth2/bitbucket/callback?code=c&state=st_x_y&iss=z",
                "/connect/oauth2/bitbucket/callback?error=access_denied&state=s",
                "/connect/lanyard.js",
                "/docs/openapi?format=json",
                "/docs/problems",
                "/connect/assets/problem.css",
                "/nowhere",
                "*",
                "http://localhost/connect/x");
    }
}
