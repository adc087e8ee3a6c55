package dev.lanyard.packaged;

import static dev.lanyard.sandbox.SandboxClient.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lanyard.rig.Cluster;
import dev.lanyard.rig.ExpiredToken;
import dev.lanyard.rig.Http.Answer;
import dev.lanyard.rig.ProviderEntry;
import dev.lanyard.rig.Tenant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica dies by SIGKILL while the provider is at work, its answer lost. */
class KillIT {
    private static final int SLOW_MILLIS = 8_000;

    private final Cluster cluster = Cluster.shared();

    @AfterEach
    void startTheDeadReplica() {
        cluster.replica(2).restart();
    }

    @Test
    void presentsAgainWithinTheGraceAndNeverWithoutOne() {
        Tenant withGrace = cluster.tenant(ProviderEntry.BITBUCKET);
        Tenant strict = cluster.tenant(ProviderEntry.STRICT);
        String forgiven = refreshing(withGrace);
        String atRisk = refreshing(strict);

        cluster.replica(2).kill();

        CompletableFuture<Answer> wary = strict.api().getAsync(token(atRisk));
        await().atMost(Duration.ofSeconds(50)).until(() -> read(withGrace, forgiven) == 200);
        assertThat(presentations(withGrace)).isEqualTo(2);
        assertThat(withGrace.connection(forgiven).getString("status")).isEqualTo("active");

        assertThat(wary.join().expect(503).text("code")).isEqualTo("provider_unavailable");
        assertThat(presentations(strict)).isEqualTo(1);
        assertThat(strict.connection(atRisk).getString("status"))
                .isNotEqualTo("reconnect_required");
    }

    /** A connection whose refresh token the second replica has presented, without answer yet. */
    private String refreshing(Tenant tenant) {
        String id = ExpiredToken.connect(cluster, tenant);
        cluster.provider()
                .faults(tenant.clientId(), once("slow", "refresh").put("millis", SLOW_MILLIS));
        tenant.at(cluster.replica(2)).getAsync(token(id));
        await().atMost(Duration.ofSeconds(5)).until(() -> presentations(tenant) == 1);
        return id;
    }

    private static int read(Tenant tenant, String id) {
        return tenant.api().get(token(id)).status();
    }

    private int presentations(Tenant tenant) {
        return cluster.provider().refreshTokenPresentations(tenant.clientId());
    }

    private static String token(String connectionId) {
        return "/v1/connections/" + connectionId + "/token";
    }
}
