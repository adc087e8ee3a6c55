package dev.lanyard.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the packaged application writes, at its most talkative. */
class LogsIT {
    private static final Map<String, String> TALKATIVE =
            Map.of(
                    "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
                    "QUARKUS_LOG_CATEGORY__DEV_LANYARD__LEVEL", "DEBUG");

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster =
                Cluster.start(
                        1,
                        database -> Settings.with(Settings.on(database), TALKATIVE),
                        ProviderEntry.STRICT);
    }

    @AfterAll
    static void end() throws IOException {
        cluster.close();
    }

    @Test
    void everyLineIsAJsonObjectAndNoneHoldsASecret() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        JsonObject session = tenant.session("u1", JsonObject.of("return_url", Tenant.RETURN_URL));
        String connectUrl = session.getString("connect_url");
        String outcome =
                tenant.visitor().connect(URI.create(connectUrl), Tenant.ADA).expect(303).location();
        String id = outcome.replaceFirst(".*connection_id=", "");
        String token =
                tenant.api()
                        .get("/v1/connections/" + id + "/token?min_ttl=1")
                        .expect(200)
                        .text("access_token");
        tenant.api().get("/v1/connections/" + id + "?q=not-logged").expect(200);

        List<JsonObject> lines = linesWith(id);

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.fieldNames()).contains("timestamp", "message"));
        assertThat(cluster.replica(1).log())
                .doesNotContain(
                        token,
                        connectUrl.substring(connectUrl.lastIndexOf('/') + 1),
                        Settings.ADMIN_TOKEN,
                        tenant.api().bearer(),
                        "not-logged");
        assertThat(lines)
                .filteredOn(line -> line.getString("loggerName").endsWith("access-log"))
                .extracting(line -> line.getString("message"))
                .anyMatch(line -> line.startsWith("GET /v1/connections/" + id + " 200 "));
    }

    private static List<JsonObject> linesWith(String id) {
        return await().until(
                        () -> cluster.replica(1).log().lines().map(JsonObject::new).toList(),
                        lines ->
                                lines.stream()
                                        .anyMatch(
                                                line ->
                                                        line.getString("message")
                                                                .contains(id + " 200")));
    }
}
