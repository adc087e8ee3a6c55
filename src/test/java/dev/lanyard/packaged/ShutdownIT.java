package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShutdownIT {
    private final Cluster cluster = Cluster.shared();

    @AfterEach
    void startTheStoppedReplica() {
        cluster.replica(2).restart();
    }

    @Test
    void storesAnAnswerThatComesAfterSigterm() {
        Tenant tenant = cluster.tenant(ProviderEntry.STRICT);
        String id = ExpiredToken.connect(cluster, tenant);
        cluster.provider().faults(tenant.clientId(), once("slow", "refresh").put("millis", 4_000));
        tenant.at(cluster.replica(2)).getAsync("/v1/connections/" + id + "/token");
        await().atMost(Duration.ofSeconds(5)).until(() -> presentations(tenant) == 1);

        cluster.replica(2).stop();

        assertThat(tenant.connection(id).getString("last_refreshed_at")).isNotNull();
        tenant.api().get("/v1/connections/" + id + "/token").expect(200);
        assertThat(presentations(tenant)).isEqualTo(1);
    }

    private int presentations(Tenant tenant) {
        return cluster.provider().refreshTokenPresentations(tenant.clientId());
    }
}
