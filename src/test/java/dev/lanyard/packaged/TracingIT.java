package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Canaries;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.rig.Traces;
import dev.lanyard.rig.Traces.Span;
import dev.lanyard.rig.WatchedJourney;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces of the application built with {@code -Dtracing}. */
class TracingIT {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String LAST = "the-last-request";
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    private static Traces traces;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(isBuiltIn(), "not built with -Dtracing");
        traces = new Traces();
        cluster = Cluster.start(1, database -> traced(Settings.on(database)), ProviderEntry.STRICT);
    }

    private static boolean isBuiltIn() throws IOException {
        Path libraries = Path.of("target", "quarkus-app", "lib", "main");
        if (!Files.isDirectory(libraries)) {
            return false;
        }
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.anyMatch(jar -> jar.toString().contains("quarkus-opentelemetry"));
        }
    }

    private static Map<String, String> traced(Map<String, String> settings) {
        return Settings.with(
                settings,
                Map.of(
                        "LANYARD_DB_PASSWORD", "any-password-will-do-here",
                        "QUARKUS_OTEL_SDK_DISABLED", "false",
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint(),
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms"));
    }

    @AfterAll
    static void end() throws IOException {
        if (cluster != null) {
            cluster.close();
            traces.close();
        }
    }

    @Test
    void aReadThatRefreshesGoesOnInTheCallersTraceUpToTheProvider() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = ExpiredToken.connect(cluster, tenant);

        int status =
                Http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        tenant.api().base()
                                                                + "/v1/connections/"
                                                                + id
                                                                + "/token"))
                                        .header("Authorization", "Bearer " + tenant.api().bearer())
                                        .header(
                                                "traceparent",
                                                "00-" + TRACE + "-b7ad6b7169203331-01"))
                        .status();

        assertThat(status).isEqualTo(200);
        List<Span> spans =
                await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> ofTrace(TRACE),
                                found -> found.stream().anyMatch(span -> span.kind() == SERVER));
        assertThat(spans)
                .anyMatch(
                        span ->
                                span.kind() == CLIENT
                                        && span.attributes()
                                                .getOrDefault("url.full", "")
                                                .endsWith("/site/oauth2/access_token"));
    }

    @Test
    void noSecretOfAJourneyARefreshOrAFailureIsInASpan() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        Canaries canaries =
                new Canaries()
                        .add("database password", cluster.settings().get("LANYARD_DB_PASSWORD"))
                        .add("admin token", Settings.ADMIN_TOKEN)
                        .add("vault key", Settings.vaultKey(1));

        String id = WatchedJourney.of(cluster, tenant, canaries);
        fail(tenant, id);

        await().atMost(Duration.ofSeconds(20)).until(() -> exported(LAST));
        assertThat(traces.received()).contains(id, "SELECT", "/site/oauth2/access_token");
        assertThat(canaries.in(traces.received())).isEmpty();
    }

    /**
     * A refused refresh, a wrong key, a key in a query and in a path; the last of them is named.
     */
    private static void fail(Tenant tenant, String id) {
        cluster.provider().faults(tenant.clientId(), once("error_5xx", "refresh"));
        tenant.api().post("/v1/connections/" + id + "/refresh", new JsonObject()).expect(503);
        new Api(tenant.api().base(), tenant.key() + "x").get("/v1/connections").expect(401);
        tenant.api().get("/v1/connections?key=" + tenant.key()).expect(200);
        tenant.api().get("/connect/" + tenant.key()).expect(404);
        tenant.api().get("/v1/providers/" + LAST).expect(404);
    }

    private static boolean exported(String name) {
        return traces.received().contains(name);
    }

    private static List<Span> ofTrace(String id) {
        return traces.spans().stream().filter(span -> span.traceId().equals(id)).toList();
    }
}
