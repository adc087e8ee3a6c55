package dev.lanyard.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Api;
import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.Http;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Replica;
import dev.lanyard.rig.Tenant;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The audit log over replicas, their ends, and proxies. */
class AuditIT {
    private final Cluster cluster = Cluster.shared();

    private static List<JsonObject> entries(Tenant tenant, String action) {
        return tenant
                .api()
                .get("/v1/audit-log?limit=200&action=" + action)
                .expect(200)
                .json()
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void losesNoReadsOfAReplicaThatIsStopped() {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        String id = tenant.connect("u1");
        Api second = tenant.at(cluster.replica(2));
        IntStream.range(0, 7)
                .forEach(n -> second.get("/v1/connections/" + id + "/token").expect(200));

        cluster.replica(2).stop();
        List<JsonObject> reads = entries(tenant, "connection.token_read");
        cluster.replica(2).restart();

        assertThat(reads.stream().mapToInt(read -> read.getInteger("count")).sum()).isEqualTo(7);
    }

    @Test
    void isOneChainOverTwoReplicas() {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        IntStream.range(0, 40)
                .parallel()
                .forEach(
                        n ->
                                tenant.at(cluster.replica(1 + n % 2))
                                        .delete("/v1/connections/conn_" + n)
                                        .expect(404));

        String path = "/admin/v1/tenants/" + tenant.id() + "/audit-log/verification";
        JsonObject verified =
                await().atMost(Duration.ofSeconds(40))
                        .ignoreExceptions() // there is no chain yet
                        .until(
                                () -> cluster.operator().get(path).expect(200).json(),
                                answer ->
                                        answer.getLong("waiting") == 0
                                                && answer.getLong("entries") >= 40);

        assertThat(verified.getBoolean("intact")).isTrue();
    }

    private static Answer forwarded(Tenant tenant, URI replica, String client) {
        return Http.send(
                HttpRequest.newBuilder(URI.create(replica + "/v1/connections/conn_x"))
                        .header("Authorization", "Bearer " + tenant.api().bearer())
                        .header("X-Forwarded-For", client)
                        .DELETE());
    }

    private static List<String> addresses(Tenant tenant) {
        return entries(tenant, "connection.deleted").stream()
                .map(entry -> entry.getString("address"))
                .toList();
    }

    @Test
    void believesTheAddressThatATrustedProxyNamesAndNoOther() {
        Tenant tenant = cluster.tenant(ProviderEntry.BITBUCKET);
        forwarded(tenant, cluster.replica(1).url(), "203.0.113.1").expect(404);
        try (Replica trusting = behindProxy("trusting", "127.0.0.1,::1");
                Replica other = behindProxy("other", "192.0.2.1")) {
            forwarded(tenant, trusting.awaitReady().url(), "203.0.113.2").expect(404);
            forwarded(tenant, other.awaitReady().url(), "203.0.113.3").expect(404);
        }

        assertThat(addresses(tenant))
                .contains("203.0.113.2")
                .doesNotContain("203.0.113.1", "203.0.113.3")
                .hasSize(3);
    }

    private Replica behindProxy(String name, String proxies) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("LANYARD_TRUSTED_PROXIES", proxies);
        return Replica.start("audit-" + name, settings);
    }
}
