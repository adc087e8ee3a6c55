package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.fault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Canaries;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Settings;
import dev.lanyard.rig.Tenant;
import dev.lanyard.rig.WatchedJourney;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the packaged application writes, at its most talkative. Secrets in every flow: {@link
 * LeakageIT}.
 */
class LogsIT {
    private static final Map<String, String> TALKATIVE =
            Map.of(
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                    "QUARKUS_LOG_CATEGORY__DEV_LANYARD__LEVEL", "DEBUG");
    private static final String REQUEST = "order-4711";

    private static Cluster cluster;

    private final Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);

    @BeforeAll
    static void start() {
        cluster =
                Cluster.start(
                        1,
                        database -> Settings.with(Settings.on(database), TALKATIVE),
                        ProviderEntry.BITBUCKET);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    @Test
    void aLineTellsItsRequestItsTenantAndItsConnection() {
        String id = tenant.connect("u1");
        cluster.provider().faults(tenant.clientId(), fault("error_5xx", "refresh"));

        refresh(id).expect(503);

        assertThat(failure(id, true))
                .containsEntry("request_id", REQUEST)
                .containsEntry("tenant_id", tenant.id())
                .containsEntry("connection_id", id);
        assertThat(failure(id, false))
                .containsEntry("tenant_id", tenant.id())
                .containsEntry("connection_id", id);
    }

    @Test
    void theAccessLogTellsThePathAndNoSecret() {
        Canaries canaries = new Canaries().add("admin token", Settings.ADMIN_TOKEN);
        String path = "/v1/connections/" + WatchedJourney.of(cluster, tenant, canaries);

        tenant.api().get(path + "?key=" + tenant.key()).expect(200);

        line(line -> line.getString("message").startsWith("GET " + path + " 200 "));
        assertThat(canaries.in(cluster.replica(1).log())).isEmpty();
    }

    private Answer refresh(String id) {
        URI address = URI.create(cluster.replica(1).url() + "/v1/connections/" + id + "/refresh");
        return Http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + tenant.key())
                        .header("X-Request-Id", REQUEST)
                        .POST(BodyPublishers.noBody()));
    }

    /**
     * The fields of a line that tells of this connection's failed refresh.
     *
     * @param requested whether a request asked for it, or it was background work
     */
    private static Map<String, Object> failure(String id, boolean requested) {
        JsonObject found =
                line(
                        line ->
                                line.getString("message").startsWith("Refresh of " + id)
                                        && fields(line).containsKey("request_id") == requested);
        return fields(found);
    }

    private static Map<String, Object> fields(JsonObject line) {
        return line.getJsonObject("mdc").getMap();
    }

    /** Waits for such a line; every line is read as JSON. */
    private static JsonObject line(Predicate<JsonObject> wanted) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> lines().stream().filter(wanted).findFirst().orElse(null),
                        Objects::nonNull);
    }

    /** Those that were written to their end. */
    private static List<JsonObject> lines() {
        String log = cluster.replica(1).log();
        return log.substring(0, log.lastIndexOf('\n') + 1).lines().map(JsonObject::new).toList();
    }
}
